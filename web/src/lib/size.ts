const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** "2.4 MB", by steps of 1000 as mail programs count. */
export function formatSize(bytes: number, locale: string): string {
  const step = Math.min(UNITS.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** step);
}
