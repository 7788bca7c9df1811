import type { SampleData } from "@/lib/api-types-mail";

export type ReadSample = { data: SampleData } | { line: number | null };

/** Reads sample data as typed: a JSON object, or the line on which reading failed. */
export function readSample(text: string): ReadSample {
  const read = readValue(text);
  if ("line" in read) return read;
  return isObject(read.value) ? { data: read.value } : { line: null };
}

/** Reads any JSON value, or tells the line on which reading failed. */
export function readValue(text: string): { value: unknown } | { line: number | null } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { line: lineOf(error instanceof Error ? error.message : "", text) };
  }
}

function isObject(value: unknown): value is SampleData {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Browsers word it differently: "at position 12", "line 3 column 4". */
function lineOf(message: string, text: string): number | null {
  const line = message.match(/line (\d+)/)?.[1];
  if (line) return Number(line);
  const position = message.match(/position (\d+)/)?.[1];
  return position ? text.slice(0, Number(position)).split("\n").length : null;
}

/** The value at a dotted name. */
export function valueAt(data: SampleData, name: string): unknown {
  return name.split(".").reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), data);
}

/** The data with another value at a dotted name; what stands in the way there gives way. */
export function withValue(data: SampleData, name: string, value: unknown): SampleData {
  const [first = "", ...rest] = name.split(".");
  if (rest.length === 0) return { ...data, [first]: value };
  const inner = data[first];
  return { ...data, [first]: withValue(isObject(inner) ? inner : {}, rest.join("."), value) };
}

/** Where names stand that belong to no object. */
const OWN_GROUP = "mail";

/** Placeholders as a form shows them: those of one object together, in their order. */
export function groupByObject<T extends { name: string }>(placeholders: readonly T[]): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const each of placeholders) {
    const group = each.name.includes(".") ? (each.name.split(".")[0] ?? OWN_GROUP) : OWN_GROUP;
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  return [...groups];
}

export function writeSample(data: SampleData): string {
  return JSON.stringify(data, null, 2);
}
