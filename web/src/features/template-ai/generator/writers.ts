import type { AiModel } from "@/lib/api-types-ai";
import { type ModelKey, modelKeyOf } from "@/lib/usable-models";

/** Whether the model writes texts of its own; one that says nothing of what it can do is asked. */
export function canWrite({ provider, capabilities }: Pick<AiModel, "provider" | "capabilities">): boolean {
  return provider !== "builtin" && (capabilities.length === 0 || capabilities.includes("chat"));
}

/** Those that are worth choosing among: writers, and the product's own, which says what it can do instead. */
export function choicesOf(models: readonly AiModel[]): AiModel[] {
  return models.filter((model) => canWrite(model) || model.provider === "builtin");
}

/** The one to begin with: the wanted if it may be used, else a featured writer, else any, else whatever there is. */
export function firstChoice(
  models: readonly AiModel[],
  wanted: readonly (ModelKey | null)[],
): ModelKey | null {
  const writers = models.filter((model) => model.usable && canWrite(model));
  const known = wanted.find((key) => key && writers.some((model) => modelKeyOf(model) === key));
  const found = writers.find((model) => model.is_featured) ?? writers[0] ?? choicesOf(models)[0];
  return known ?? (found ? modelKeyOf(found) : null);
}

/** Models that a refusal names: chat models that this person may use. */
export type NamedModel = { model_type: AiModel["model_type"]; id: number; ref: string; name: string };
/** Models that are there and that a rule keeps from this person, with what would lift it. */
export type LockedModel = { name: string; detail: string; lifted_by: string };

export function namedIn(body: Readonly<Record<string, unknown>>): {
  models: NamedModel[];
  locked: LockedModel[];
} {
  return { models: listOf<NamedModel>(body.models), locked: listOf<LockedModel>(body.locked) };
}

function listOf<T>(value: unknown): T[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "object" && each !== null) : [];
}
