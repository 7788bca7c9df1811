import { instantAt } from "@/lib/zones";

export const SPANS = ["7", "30", "90"] as const;
export type SpanDays = (typeof SPANS)[number];
/** From midnight of its first day in the organisation's time zone until now. */
export type Span = { first: string; last: string; since: string };

/** The last so many days up to today, as the calendar of the time zone counts them. */
export function spanOf(days: SpanDays, timeZone: string, now: Date = new Date()): Span {
  const last = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  const day = new Date(`${last}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - (Number(days) - 1));
  const since = new Date(instantAt(day.getTime(), timeZone)).toISOString();
  return { first: day.toISOString().slice(0, 10), last, since };
}
