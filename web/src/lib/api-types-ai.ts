/** The shapes of the AI routes under the names the web app uses; their source is the generated api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type ModelType = Schemas["ModelType"];
export type Provider = Schemas["Provider"];
export type Capability = Schemas["Capability"];
export type PeriodType = Schemas["PeriodType"];
export type RefusalRule = Schemas["Rule"];
export type Refusal = Schemas["RefusalOut"];
/** What a limit gave out in its period now. Tokens. */
export type Quota = Schemas["QuotaOut"];
export type TaskInputRef = Schemas["TaskInputOut"];
/** A model as the person who may use it sees it; `refusal` says why it is locked. */
export type AiModel = Schemas["UsableModelOut"];

export type UsageGroup = Schemas["GroupBy"];
export type UsageTotals = Schemas["UsageSums"];
export type UsageRow = Schemas["UsageItemOut"];
export type UsageReport = Schemas["UsageOut"];
export type CallStatus = Schemas["CallStatus"];
export type AiCall = Schemas["AiCallOut"];
export type ComparedLine = Schemas["ComparedOut"];
export type UsageComparison = Schemas["ComparisonOut"];
export type DriftReport = Schemas["DriftReportOut"];

export type SystemModel = Schemas["SystemModelOut"];
export type OrgModel = Schemas["OrgModelOut"];
/** What every tier's models have in common, as whoever manages them sees them, and what the other tiers may add. */
export type RegistryModel = Schemas["OwnModelOut"] &
  Partial<Omit<SystemModel, keyof Schemas["OwnModelOut"]> & Omit<OrgModel, keyof Schemas["OwnModelOut"]>>;
/** What any tier takes; the fields beyond the common ones belong to one tier each. */
export type RegistryModelInput = Schemas["SystemModelIn"] & Schemas["OrgModelIn"];
/** Where a model is reached; an absent key keeps the stored one. */
export type Connection = Pick<Schemas["ImportIn"], "provider" | "endpoint" | "api_key"> & {
  model_id: string;
};

export type ModelConfig = Schemas["OfferedOut"];
export type WhoEntry = Schemas["WhoOut"];
export type WhyAnswer = Schemas["WhyOut"];
export type ModelPrice = Schemas["PriceOut"];

/** The kinds of fields that a task asks for, and a named pipeline of a model as its `task` column holds it. */
export type TaskInputType = "text" | "long_text" | "number" | "boolean" | "date" | "choice";
export type TaskInput = {
  name: string;
  label: string;
  type: TaskInputType;
  description?: string;
  required?: boolean;
  options?: string[];
};
export type TaskStep = { prompt: string; output: "text" | "json"; schema?: Record<string, unknown> };
export type AiTask = {
  name: string;
  title: string;
  description: string;
  inputs: TaskInput[];
  steps: TaskStep[];
};

export type CheckResult = Schemas["TestOut"];
export type DiscoveredModel = Omit<Schemas["DiscoveredOut"], "capabilities"> & { capabilities: Capability[] };
