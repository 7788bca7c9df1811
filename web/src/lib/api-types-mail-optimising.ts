/** The shapes of suggestions, best hours, personalisation and their report; their source is api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type PersonalizationForecast = Schemas["PersonalizationForecastOut"];
export type PersonalizationProgress = Schemas["PersonalizationOut"];
export type PersonalizationSample = Schemas["PersonalizationSampleOut"];
export type BestTime = Schemas["BestTimeOut"];
export type BestTimes = Schemas["BestTimesOut"];
