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

/** Every hour from the first row's to the last one's, `most` at the most, with the rows found put in their places. */
export function fillHours<T extends { at: string }>(
  rows: readonly T[],
  most: number,
): { at: string; row: T | undefined }[] {
  const known = new Map(rows.map((row) => [Date.parse(row.at), row]));
  const times = [...known.keys()];
  const start = Math.min(...times);
  const count = times.length > 0 ? (Math.max(...times) - start) / 3_600_000 + 1 : 0;
  return Array.from({ length: Math.min(most, Math.floor(count)) }, (_, hour) => {
    const at = start + hour * 3_600_000;
    return { at: new Date(at).toISOString(), row: known.get(at) };
  });
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
