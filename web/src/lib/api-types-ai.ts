/** The shapes of the AI routes under the names the web app uses. */
import type { Plan } from "./api-types";

export type ModelType = "system" | "org_default" | "user";
export type Provider =
  | "openai"
  | "openai_compatible"
  | "azure"
  | "ollama"
  | "llamacpp"
  | "anthropic"
  | "google"
  | "bedrock"
  | "builtin";
export type Capability = "chat" | "tools" | "json" | "vision" | "transcription" | "embedding";
export type PeriodType = "daily" | "weekly" | "monthly";
export type RefusalRule =
  | "inactive"
  | "organization_type"
  | "plan"
  | "trial_over"
  | "switched_off"
  | "not_owner"
  | "person_inactive";

export type Refusal = { rule: RefusalRule; detail: string; lifted_by: string };
/** What a limit gave out in its period now. Tokens. */
export type Quota = {
  scope: "organization" | "person";
  period_type: PeriodType;
  limit: number;
  used: number;
  reserved: number;
  remaining: number;
  period_start: string;
  resets_at: string;
};

export type TaskInputRef = { name: string; label: string; type: string };
/** A model as the person who may use it sees it; `refusal` says why it is locked. */
export type AiModel = {
  model_type: ModelType;
  id: number;
  slug: string;
  /** Its id in the OpenAI-compatible door, `system/<slug>`. */
  ref: string;
  name: string;
  role: string;
  description: string;
  icon: string;
  provider: Provider;
  model_id?: string | null;
  capabilities: Capability[];
  tags: string[];
  is_featured: boolean;
  is_free: boolean;
  is_trial: boolean;
  trial_ends_at?: string | null;
  required_plan?: Plan | null;
  max_tokens: number;
  context_window?: number | null;
  input_price_per_mtok?: string | null;
  output_price_per_mtok?: string | null;
  tasks: { name: string; title: string; description: string; inputs: TaskInputRef[] }[];
  usable: boolean;
  refusal?: Refusal | null;
  quotas: Quota[];
};

export type UsageGroup = "model" | "person" | "feature" | "day";
export type UsageTotals = {
  requests: number;
  prompt_tokens: number;
  completion_tokens: number;
  tokens: number;
  /** In the deployment's currency. */
  cost: string;
  failed: number;
  refused: number;
};
export type UsageRow = UsageTotals & {
  key: string;
  label: string;
  model_type?: ModelType | null;
  model_id?: number | null;
  profile_id?: string | null;
  /** With `group_by=day`: a day in the organisation's time zone. */
  date?: string | null;
  p50_latency_ms?: number | null;
};
export type UsageReport = {
  items: UsageRow[];
  totals: UsageTotals;
  currency: string;
  next_cursor?: string | null;
};
