import type { components } from "@/lib/api.gen";

type Schemas = components["schemas"];
export type FilterFields = Schemas["FilterFieldsOut"];
export type FilterField = Schemas["FilterFieldOut"];
export type Takes = Schemas["FilterOperatorOut"]["takes"];

export type Condition = { field: string; operator: string; value?: unknown; type?: string };
export type Match = "all" | "any" | "none";
export type Group = { match: Match; conditions: (Condition | Group)[] };

export const MATCHES: readonly Match[] = ["all", "any", "none"];
/** The server takes groups five deep; people lose their way before that. */
export const MAX_DEPTH = 4;

export function isGroup(part: Condition | Group): part is Group {
  return "conditions" in part;
}

export const emptyGroup = (): Group => ({ match: "all", conditions: [] });

/** A filter as it is stored may lack what a group has by default. */
export function toGroup(raw: Record<string, unknown>): Group {
  const conditions = Array.isArray(raw.conditions) ? (raw.conditions as (Condition | Group)[]) : [];
  return {
    match: MATCHES.find((match) => match === raw.match) ?? "all",
    conditions: conditions.map((part) =>
      isGroup(part) ? toGroup(part as unknown as Record<string, unknown>) : part,
    ),
  };
}

export function takesOf(fields: FilterFields, type: string, operator: string): Takes {
  const known = fields.types.find((each) => each.type === type)?.operators;
  return known?.find((each) => each.name === operator)?.takes ?? "one";
}

export function operatorsOf(fields: FilterFields, field: FilterField | undefined, type: string): string[] {
  if (field && field.type === type) return field.operators;
  return fields.types.find((each) => each.type === type)?.operators.map((each) => each.name) ?? [];
}

/** A value to begin with, so that a new condition is one that the server understands. */
export function firstValue(type: string, takes: Takes, field: FilterField | undefined): unknown {
  if (type === "mail") return {};
  if (takes === "nothing") return undefined;
  if (takes === "days") return 30;
  const today = new Date().toISOString().slice(0, 10);
  const one = type === "number" ? 0 : type === "date" ? today : (field?.choices[0] ?? "");
  if (takes === "two") return [one, one];
  return takes === "several" ? [] : one;
}

export function newCondition(
  fields: FilterFields,
  name: string,
  type?: string,
  operator?: string,
): Condition {
  const field = fields.fields.find((each) => each.name === name);
  const kind = type ?? field?.type ?? "text";
  const known = operatorsOf(fields, field, kind);
  const chosen = operator && known.includes(operator) ? operator : (known[0] ?? "is");
  const value = firstValue(kind, takesOf(fields, kind, chosen), field);
  return {
    field: name,
    operator: chosen,
    ...(name.startsWith("fields.") ? { type: kind } : {}),
    ...(value === undefined ? {} : { value }),
  };
}

/** Without what is still being typed: a list of values that is empty yet. */
export function complete(group: Group): Group {
  const conditions = group.conditions
    .filter((part) => isGroup(part) || !(Array.isArray(part.value) && part.value.length === 0))
    .map((part) => (isGroup(part) ? complete(part) : part));
  return { ...group, conditions };
}

/** With the condition's own field, which may be too rare among very many contacts to be offered. */
export function withFieldOf(fields: FilterFields, { field: name, type = "text" }: Condition): FilterFields {
  if (!name.startsWith("fields.") || fields.fields.some((field) => field.name === name)) return fields;
  const operators = operatorsOf(fields, undefined, type);
  const rare: FilterField = { name, type, operators, choices: [], examples: [], is_own: true };
  return { ...fields, fields: [...fields.fields, rare] };
}
