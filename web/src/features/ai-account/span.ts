export const SPANS = ["7", "30", "90"] as const;
export type SpanDays = (typeof SPANS)[number];
/** From midnight of its first day in the organisation's time zone until now. */
export type Span = { first: string; last: string; since: string };

/** The last so many days up to today, as the calendar of the time zone counts them. */
export function spanOf(days: SpanDays, timeZone: string, now: Date = new Date()): Span {
  const last = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  const day = new Date(`${last}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - (Number(days) - 1));
  return { first: day.toISOString().slice(0, 10), last, since: midnight(day, timeZone).toISOString() };
}

/** When a calendar day, given as its midnight in UTC, begins in the time zone. */
function midnight(day: Date, timeZone: string): Date {
  const guess = new Date(day.getTime() - offsetAt(day, timeZone));
  // The offset may change between the two midnights.
  return new Date(day.getTime() - offsetAt(guess, timeZone));
}

/** How far the zone is ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(instant);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    read("year"),
    read("month") - 1,
    read("day"),
    read("hour"),
    read("minute"),
    read("second"),
  );
  return shown - Math.floor(instant.getTime() / 1000) * 1000;
}
