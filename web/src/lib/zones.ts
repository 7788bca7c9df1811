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

/** The instant at which a zone's clocks show what those of UTC show at `shown`, both in milliseconds. */
export function instantAt(shown: number, zone: string): number {
  // The second look is for the hours around a change of clocks.
  const near = shown - aheadAt(shown, zone);
  return shown - aheadAt(near, zone);
}
