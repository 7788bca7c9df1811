import type { Placeholder } from "@/lib/api-types-mail";
import { findLiquid } from "./liquid";

/** What a placeholder is called in the person's language, and what stands there in the sample. */
export type Known = { name: string; label: string; kind: Placeholder["kind"]; sample: unknown };
export type Samples = ReadonlyMap<string, Known>;

/** The value with every placeholder replaced by its sample; Liquid tags are left out. */
export function fill(value: string, samples: Samples): string {
  if (!value.includes("{")) return value;
  let filled = "";
  let position = 0;
  for (const { start, end, tag, inside } of findLiquid(value)) {
    filled += value.slice(position, start) + (tag ? "" : sampleOf(inside, samples));
    position = end;
  }
  return filled + value.slice(position);
}

function sampleOf(inside: string, samples: Samples): string {
  const sample = samples.get(nameIn(inside))?.sample;
  if (typeof sample === "string" || typeof sample === "number") return String(sample);
  return /\|\s*default:\s*(["'])(.*?)\1/.exec(inside)?.[2] ?? "";
}

export function nameIn(inside: string): string {
  return inside.split("|", 1)[0]?.trim() ?? "";
}

/** The inside of a piece of Liquid as it is written: `name | upcase` of `{{ name | upcase }}`. */
export function insideOf(code: string): string {
  return code.replace(/^\{[{%]-?\s*|\s*-?[}%]\}$/g, "");
}

export function titleOf(code: string, samples: Samples): string {
  if (!code.startsWith("{{")) return code;
  const sample = sampleOf(insideOf(code), samples);
  return sample ? `${code} → ${sample.slice(0, 120)}` : code;
}

/** A colour that the browser can show, or nothing. */
export function colourOf(value: string | undefined, samples: Samples): string | undefined {
  const filled = value && fill(value, samples).trim();
  return filled && filled !== "transparent" && filled !== "none" ? filled : undefined;
}
