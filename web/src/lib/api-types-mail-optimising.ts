/** The shapes of suggestions, best hours, personalisation and their report; their source is api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type SubjectIdeas = Schemas["AiSubjectsOut"];
export type SubjectIdea = Schemas["AiSubjectOut"];
export type ChosenSubject = Schemas["ChosenSubjectIn"];
export type PersonalizationForecast = Schemas["PersonalizationForecastOut"];
export type PersonalizationProgress = Schemas["PersonalizationOut"];
export type PersonalizationSample = Schemas["PersonalizationSampleOut"];
export type AiReport = Schemas["AiReportOut"];
export type AiReportComparison = Schemas["AiReportComparisonOut"];
export type AiReportContrast = Schemas["AiReportContrastOut"];
export type AiReportSpend = Schemas["AiReportSpendOut"];
export type BestTime = Schemas["BestTimeOut"];
export type BestTimes = Schemas["BestTimesOut"];
