/** The shapes of the routes by which models are used; their source is the generated api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

/** A task as who runs it sees it: its prompts stay with who manages the model. */
export type TaskBrief = Schemas["TaskBriefOut"];
export type TaskBriefInput = Schemas["TaskInputOut"];
export type TaskRun = Schemas["TaskRunOut"];
export type TaskRunBrief = Schemas["TaskRunBrief"];
export type Sentiment = Schemas["SentimentOut"];
export type Summary = Schemas["SummaryOut"];
export type Extraction = Schemas["ExtractOut"];
export type FoundDate = Schemas["FoundDateOut"];
