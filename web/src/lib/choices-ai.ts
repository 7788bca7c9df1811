import type { Capability, ModelType, PeriodType, Provider, TaskInputType } from "./api-types-ai";

/** The closed sets of the AI routes, in the order in which forms offer them. */
export const MODEL_TYPES: readonly ModelType[] = ["system", "org_default", "user"];
/** Providers that a model can be made for; `builtin` ships with the server. */
export const PROVIDERS: readonly Provider[] = [
  "openai",
  "anthropic",
  "google",
  "azure",
  "bedrock",
  "openai_compatible",
  "ollama",
  "llamacpp",
];
export const ALL_PROVIDERS: readonly Provider[] = [...PROVIDERS, "builtin"];
export const CAPABILITIES: readonly Capability[] = [
  "chat",
  "tools",
  "json",
  "vision",
  "transcription",
  "embedding",
];
export const PERIOD_TYPES: readonly PeriodType[] = ["daily", "weekly", "monthly"];
export const TASK_INPUT_TYPES: readonly TaskInputType[] = [
  "text",
  "long_text",
  "number",
  "boolean",
  "date",
  "choice",
];
