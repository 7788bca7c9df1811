import type { TaskBrief, TaskBriefInput } from "@/lib/api-types-ai-use";

export type Task = TaskBrief;
export type TaskInput = TaskBriefInput;
/** What a form holds: numbers and dates are texts while they are typed. */
export type Value = string | number | boolean;
export type Values = Record<string, Value>;

/** Filled with an earlier run's inputs where they still fit. */
export function startValues(inputs: readonly TaskInput[], earlier: Record<string, unknown> = {}): Values {
  return Object.fromEntries(inputs.map((input) => [input.name, valueFor(input, earlier[input.name])]));
}

function valueFor(input: TaskInput, value: unknown): Value {
  if (input.type === "boolean") return value === true;
  if (input.type === "number") return typeof value === "number" ? value : "";
  if (input.type === "choice") {
    return typeof value === "string" && input.options.includes(value) ? value : "";
  }
  return typeof value === "string" ? value : "";
}

export function isRequired(input: TaskInput): boolean {
  return input.type !== "boolean" && input.required;
}

/** The names of required inputs that are still empty. */
export function missingOf(inputs: readonly TaskInput[], values: Values): string[] {
  return inputs
    .filter((input) => isRequired(input) && String(values[input.name] ?? "").trim() === "")
    .map((input) => input.name);
}

/** What is sent: inputs that were left empty are left out. */
export function toInputs(inputs: readonly TaskInput[], values: Values): Record<string, Value> {
  const filled = inputs.filter((input) => input.type === "boolean" || values[input.name] !== "");
  return Object.fromEntries(filled.map((input) => [input.name, values[input.name] ?? ""]));
}
