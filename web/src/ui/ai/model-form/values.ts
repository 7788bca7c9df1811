import type { OrganizationType, Plan } from "@/lib/api-types";
import type {
  AiTask,
  Capability,
  ModelType,
  PeriodType,
  Provider,
  RegistryModel,
  RegistryModelInput,
  TaskInputType,
} from "@/lib/api-types-ai";

/** What a number field holds; "" while it is empty. */
type NumberText = number | string;

export type InputDraft = {
  name: string;
  label: string;
  type: TaskInputType;
  description: string;
  required: boolean;
  options: string[];
};
/** `schema` is JSON as text while it is being written. */
export type StepDraft = { prompt: string; output: "text" | "json"; schema: string };
export type TaskDraft = {
  name: string;
  title: string;
  description: string;
  inputs: InputDraft[];
  steps: StepDraft[];
};

/** Fields carry the API's names, so that its answers find them. */
export type ModelValues = {
  name: string;
  provider: Provider;
  endpoint: string;
  model_id: string;
  /** What becomes of the stored key: it stays, gives way to `api_key`, or is taken away. */
  key: "keep" | "new" | "clear";
  api_key: string;
  capabilities: Capability[];
  timeout_s: NumberText;
  fallback_model_id: string | null;
  icon: string;
  description: string;
  role: string;
  system_message: string;
  tags: string[];
  is_active: boolean;
  is_featured: boolean;
  organization_types: OrganizationType[];
  required_plan: Plan;
  is_free: boolean;
  is_trial: boolean;
  trial_days: NumberText;
  is_enabled_for_users: boolean;
  max_tokens: NumberText;
  context_window: NumberText;
  token_limit_period: PeriodType;
  token_limit_amount: NumberText;
  token_limit_per_user: NumberText;
  input_price_per_mtok: NumberText;
  output_price_per_mtok: NumberText;
  task: TaskDraft[];
};

export const NEW_STEP: StepDraft = { prompt: "", output: "text", schema: "" };
export const NEW_INPUT: InputDraft = {
  name: "",
  label: "",
  type: "text",
  description: "",
  required: true,
  options: [],
};
export const NEW_TASK: TaskDraft = { name: "", title: "", description: "", inputs: [], steps: [NEW_STEP] };

const NEW_MODEL: ModelValues = {
  name: "",
  provider: "openai",
  endpoint: "",
  model_id: "",
  key: "new",
  api_key: "",
  capabilities: ["chat"],
  timeout_s: 60,
  fallback_model_id: null,
  icon: "sparkles",
  description: "",
  role: "",
  system_message: "",
  tags: [],
  is_active: true,
  is_featured: false,
  organization_types: [],
  required_plan: "free",
  is_free: false,
  is_trial: false,
  trial_days: "",
  is_enabled_for_users: true,
  max_tokens: 200,
  context_window: "",
  token_limit_period: "monthly",
  token_limit_amount: "",
  token_limit_per_user: "",
  input_price_per_mtok: "",
  output_price_per_mtok: "",
  task: [],
};

export function toDraft(task: AiTask): TaskDraft {
  return {
    name: task.name,
    title: task.title ?? "",
    description: task.description ?? "",
    inputs: (task.inputs ?? []).map((input) => ({ ...NEW_INPUT, ...input })),
    steps: task.steps.map(({ prompt, output, schema }) => ({
      prompt,
      output: output ?? "text",
      schema: schema ? JSON.stringify(schema, null, 2) : "",
    })),
  };
}

export function toTask(draft: TaskDraft): AiTask {
  return {
    ...draft,
    inputs: draft.inputs.map(({ options, ...input }) => ({
      ...input,
      ...(input.type === "choice" && { options }),
    })),
    steps: draft.steps.map(({ prompt, output, schema }) => ({
      prompt,
      output,
      ...(output === "json" && { schema: readSchema(schema) }),
    })),
  };
}

/** What is no JSON goes to the server as it is: its answer says what is wrong, beside the field. */
function readSchema(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return text as unknown as Record<string, unknown>;
  }
}

export function toValues(model?: RegistryModel): ModelValues {
  if (!model) return NEW_MODEL;
  const known = Object.fromEntries(
    Object.keys(NEW_MODEL)
      .filter((field) => field in model)
      .map((field) => {
        const value = model[field as keyof RegistryModel];
        return [field, value ?? NEW_MODEL[field as keyof ModelValues] ?? ""];
      }),
  );
  return {
    ...NEW_MODEL,
    ...known,
    key: model.api_key_set ? "keep" : "new",
    api_key: "",
    fallback_model_id: model.fallback_model_id ? String(model.fallback_model_id) : null,
    task: (model.task as AiTask[]).map(toDraft),
  };
}

const number = (value: NumberText): number | null => (value === "" ? null : Number(value));
const price = (value: NumberText): string | null => (value === "" ? null : String(value));

/** The part of a request that reaches the provider: what tests, finds and saves a model. */
export function toConnection(values: ModelValues) {
  return {
    provider: values.provider,
    endpoint: values.endpoint.trim(),
    ...(values.key === "clear" && { api_key: "" }),
    ...(values.key === "new" && values.api_key && { api_key: values.api_key }),
  };
}

export function toBody(values: ModelValues, tier: ModelType): RegistryModelInput {
  const { name, icon, description, role, system_message, tags, is_active, is_featured, capabilities } =
    values;
  const { token_limit_period } = values;
  return {
    ...toConnection(values),
    ...{ name: name.trim(), icon, description, role, system_message, tags, is_active, is_featured },
    ...{ capabilities, token_limit_period },
    model_id: values.model_id.trim(),
    ...(values.timeout_s !== "" && { timeout_s: Number(values.timeout_s) }),
    ...(values.max_tokens !== "" && { max_tokens: Number(values.max_tokens) }),
    fallback_model_id: values.fallback_model_id ? Number(values.fallback_model_id) : null,
    context_window: number(values.context_window),
    token_limit_amount: number(values.token_limit_amount),
    input_price_per_mtok: price(values.input_price_per_mtok),
    output_price_per_mtok: price(values.output_price_per_mtok),
    task: values.task.map(toTask),
    ...(tier === "system" && systemPart(values)),
    ...(tier === "org_default" && {
      token_limit_per_user: number(values.token_limit_per_user),
      is_enabled_for_users: values.is_enabled_for_users,
    }),
  };
}

function systemPart({ organization_types, required_plan, is_free, is_trial, trial_days }: ModelValues) {
  return {
    ...{ organization_types, required_plan, is_free, is_trial },
    trial_days: is_trial ? number(trial_days) : null,
  };
}
