/** Every calendar day from `since` to `until` (inclusive, `2026-11-23`), with the rows found put in their places. */
export function fillDays<T>(
  rows: readonly T[],
  dayOf: (row: T) => string,
  since: string,
  until: string,
): { day: string; row: T | undefined }[] {
  const known = new Map(rows.map((row) => [dayOf(row), row]));
  const days: { day: string; row: T | undefined }[] = [];
  const end = Date.parse(`${until}T00:00:00Z`);
  for (let at = Date.parse(`${since}T00:00:00Z`); at <= end; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push({ day, row: known.get(day) });
  }
  return days;
}

/** The calendar day `back` days before `now` in a time zone. */
export function dayBefore(back: number, timeZone: string, now: Date = new Date()): string {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
  return new Date(Date.parse(`${today}T00:00:00Z`) - back * 86_400_000).toISOString().slice(0, 10);
}

/** The calendar day after, for periods whose end is left out. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
