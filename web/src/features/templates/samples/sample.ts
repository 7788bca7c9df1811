import type { SampleData } from "@/lib/api-types-mail";

export type ReadSample = { data: SampleData } | { line: number | null };

/** Reads sample data as typed: a JSON object, or the line on which reading failed. */
export function readSample(text: string): ReadSample {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { data: value } : { line: null };
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

export function writeSample(data: SampleData): string {
  return JSON.stringify(data, null, 2);
}
