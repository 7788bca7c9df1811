/** How far a zone's clocks are ahead of UTC at a moment, in milliseconds. */
function aheadAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
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
  return shown - instant;
}

/** The moment at which the clocks of a zone show `wall` ("2026-11-24T09:00"); null for what is no time. */
export function instantOf(wall: string, zone: string): string | null {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) ? Date.parse(`${wall}:00Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return null;
  // The second look is for the hours around a change of clocks.
  const near = asUtc - aheadAt(asUtc, zone);
  return new Date(asUtc - aheadAt(near, zone)).toISOString();
}
