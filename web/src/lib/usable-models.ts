import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./api";
import type { AiModel, Capability, ModelType } from "./api-types-ai";
import { MODEL_TYPES } from "./choices-ai";
import { queryClient } from "./query";

/** A model in an address: `system:3`. */
export type ModelKey = `${ModelType}:${number}`;
type ModelRef = { model_type: ModelType; id: number };

export function modelKeyOf(model: ModelRef): ModelKey {
  return `${model.model_type}:${model.id}`;
}

export function readModelKey(value: unknown): ModelKey | undefined {
  const [type, id = ""] = typeof value === "string" ? value.split(":") : [];
  const known = MODEL_TYPES.find((each) => each === type);
  return known && /^[1-9]\d{0,15}$/.test(id) ? `${known}:${Number(id)}` : undefined;
}

/** Each once; undefined where there is none. */
export function readModelKeys(value: unknown): ModelKey[] | undefined {
  const keys = Array.isArray(value) ? value.flatMap((each) => readModelKey(each) ?? []) : [];
  return keys.length > 0 ? [...new Set(keys)] : undefined;
}

export function partsOf(key: ModelKey): { model_type: ModelType; model_id: number } {
  const [type, id] = key.split(":");
  return { model_type: type as ModelType, model_id: Number(id) };
}

/** `true` narrows; absent or `false` does not filter. */
export type ModelFilters = {
  q?: string;
  capability?: Capability;
  tag?: string;
  usable?: boolean;
  featured?: boolean;
};

const PAGE = 100;

async function allModels(filters: ModelFilters): Promise<AiModel[]> {
  const found: AiModel[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...filters, cursor, limit: PAGE };
    const page = await unwrap(api.GET("/api/ai/models", { params: { query } }));
    found.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return found;
}

/** Every model the person can see, usable or locked, with what remains of its limits. */
export const modelsQuery = (filters: ModelFilters = {}) =>
  queryOptions({ queryKey: ["ai-models", "mine", filters], queryFn: () => allModels(filters) });

export const modelQuery = (key: ModelKey) =>
  queryOptions({
    queryKey: ["ai-models", "one", key],
    queryFn: () =>
      unwrap(api.GET("/api/ai/models/{model_type}/{model_id}", { params: { path: partsOf(key) } })),
  });

/** A server process keeps for two seconds what it took of a limit ahead of its calls. */
const SETTLED_MS = 3500;

/** After a call, or its refusal: the limits stand elsewhere than this page believed. */
export function recheckQuotas(): void {
  const ask = () => {
    void queryClient.invalidateQueries({ queryKey: ["ai-models"] });
    void queryClient.invalidateQueries({ queryKey: ["ai-usage"] });
  };
  ask();
  window.setTimeout(ask, SETTLED_MS);
}
