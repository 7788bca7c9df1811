import type { MailLocale, TemplateType } from "@/lib/api-types-mail";
import { MAIL_LOCALES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { newIdempotencyKey } from "@/lib/post-events";

export const WAYS = ["now", "at", "best"] as const;
export type Way = (typeof WAYS)[number];
export type Choice = { template_id: number } | { type: TemplateType };
/** What a model wrote for the one recipient, and which model. */
export type Written = { sealed: string; model: string };

/** What somebody writes on this page, but for the files. */
export type Draft = {
  to: string[];
  cc: string[];
  bcc: string[];
  choice: Choice | null;
  /** Null: the recipient's. */
  locale: MailLocale | null;
  /** By the dotted names of placeholders. */
  values: Readonly<Record<string, unknown>>;
  reply_to: string;
  way: Way;
  /** On the recipient's clock, "2026-11-24T09:00". */
  at: string;
  written: Written | null;
  /** Of what stands here: sent twice, it goes out once. */
  key: string;
};

/** In one field. */
export const MOST_ADDRESSES = 50;

export function emptyDraft(): Draft {
  return {
    ...{ to: [], cc: [], bcc: [], choice: null, locale: null, values: {}, reply_to: "" },
    ...{ way: "now", at: "", written: null, key: newIdempotencyKey() },
  };
}

/** What was written for somebody else, or of another template, is of no use. */
const BINDING = ["to", "cc", "bcc", "choice", "locale"] as const;

export function changed(draft: Draft, change: Partial<Draft>): Draft {
  const isLoose = BINDING.some((field) => field in change);
  return { ...draft, ...(isLoose && { written: null }), ...change, key: newIdempotencyKey() };
}

export function isEmpty({ to, cc, bcc, choice, values, reply_to }: Draft): boolean {
  const isTyped = Object.values(values).some((value) => value !== "");
  return to.length + cc.length + bcc.length === 0 && choice === null && !isTyped && reply_to === "";
}

/** The data that a template is filled with: what was typed, over what is known of the recipient. */
export function dataOf(
  values: Draft["values"],
  known: readonly { name: string; value: unknown }[],
): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const { name, value } of known) if (isFilled(value)) put(data, name.split("."), value);
  // An emptied field is empty, also where something is known.
  for (const [name, value] of Object.entries(values)) {
    if (isFilled(value) || known.some((each) => each.name === name && isFilled(each.value))) {
      put(data, name.split("."), value);
    }
  }
  return data;
}

export function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

function put(data: Record<string, unknown>, [first = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    data[first] = value;
    return;
  }
  const inner = isObject(data[first]) ? data[first] : {};
  data[first] = inner;
  put(inner, rest, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Checks what stood in storage, which an older app may have written. */
export function readDraft(value: unknown): Draft | null {
  if (!isObject(value)) return null;
  const texts = (list: unknown): string[] =>
    Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
  const { written } = value;
  const isWritten =
    isObject(written) && typeof written.sealed === "string" && typeof written.model === "string";
  return {
    ...{ to: texts(value.to), cc: texts(value.cc), bcc: texts(value.bcc) },
    choice: readChoice(value.choice),
    locale: MAIL_LOCALES.find((each) => each === value.locale) ?? null,
    values: isObject(value.values) ? value.values : {},
    reply_to: typeof value.reply_to === "string" ? value.reply_to : "",
    way: WAYS.find((each) => each === value.way) ?? "now",
    at: typeof value.at === "string" ? value.at : "",
    written: isWritten ? (written as Written) : null,
    key: typeof value.key === "string" ? value.key : newIdempotencyKey(),
  };
}

function readChoice(value: unknown): Choice | null {
  if (!isObject(value)) return null;
  if (typeof value.template_id === "number") return { template_id: value.template_id };
  const type = TEMPLATE_TYPES.find((each) => each === value.type);
  return type ? { type } : null;
}
