import type { AiConfig, AiConfigInput, PersonalizationField } from "@/lib/api-types-mail-ai";
import { type ModelKey, modelKeyOf, partsOf } from "@/lib/usable-models";

/** What is known of every contact, by the names that templates use. */
export const RECIPIENT_FIELDS = [
  "name",
  "first_name",
  "last_name",
  "contact.locale",
  "contact.timezone",
  "contact.email",
  "contact.phone",
] as const;

export type ConfigValues = {
  model: ModelKey | null;
  generation_prompt: string;
  auto_personalize: boolean;
  personalization_fields: PersonalizationField[];
  recipient_fields: string[];
};

export function toValues(config: AiConfig): ConfigValues {
  const { ai_model_type: type, ai_model_id: id } = config;
  return {
    model: type && id !== null ? modelKeyOf({ model_type: type, id }) : null,
    generation_prompt: config.generation_prompt,
    auto_personalize: config.auto_personalize,
    personalization_fields: config.personalization_fields,
    recipient_fields: config.recipient_fields,
  };
}

export function toInput({ model, ...values }: ConfigValues): AiConfigInput {
  const parts = model ? partsOf(model) : null;
  return { ...values, ai_model_id: parts?.model_id ?? null, ai_model_type: parts?.model_type ?? null };
}

/** The next field that may be written for each recipient and is not yet. */
export function nextField(personalizable: readonly string[], fields: readonly PersonalizationField[]) {
  const free = personalizable.find((name) => !fields.some((each) => each.name === name));
  return free === undefined
    ? null
    : { name: free, instruction: "", max_length: free === "subject" ? 120 : 300 };
}

/** What still lacks before mails can be written for each recipient. */
export function missingIn(values: ConfigValues): "model" | "fields" | "told" | null {
  if (!values.auto_personalize) return null;
  if (!values.model) return "model";
  if (values.personalization_fields.length === 0) return "fields";
  return values.recipient_fields.length === 0 ? "told" : null;
}
