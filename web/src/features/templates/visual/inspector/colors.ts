import type { Brand } from "../context";

export const BRAND_COLOR = "{{ organization.brand_color }}";
export const BRAND_TEXT_COLOR = "{{ organization.brand_text_color }}";
const QUIET = ["#000000", "#1f2937", "#4b5563", "#9ca3af", "#e5e7eb", "#f3f4f6", "#ffffff"];

/** The organisation's colours, then quiet ones. */
export function paletteOf({ colors }: Brand): string[] {
  return [...new Set([...colors, ...QUIET].map((color) => color.toLowerCase()))];
}

const HEX = /^#(?:[\da-f]{3}|[\da-f]{4}|[\da-f]{6}|[\da-f]{8})$/i;
const FUNCTION = /^(?:rgb|rgba|hsl|hsla)\([\d\s.,%/]+\)$/i;
const NAME = /^[a-z]+$/i;
const LIQUID = /^\{\{[^{}]+\}\}$/;

export function isColor(value: string): boolean {
  const text = value.trim();
  return HEX.test(text) || FUNCTION.test(text) || NAME.test(text) || LIQUID.test(text);
}

/** What was typed as it is kept: hexadecimal digits get the sign they lack. */
export function tidyColor(value: string): string {
  const text = value.trim();
  return /^(?:[\da-f]{3}|[\da-f]{6})$/i.test(text) && /\d/.test(text) ? `#${text.toLowerCase()}` : text;
}
