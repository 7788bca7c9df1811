/** Dates and numbers in the reader's language and time zone. All times come in as RFC 3339 UTC. */

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** Our English is British: day before month, 24 hours. */
function tagOf(locale: string): string {
  return locale === "en" ? "en-GB" : locale;
}

/** "3 minutes ago", "in 2 days"; under a minute "now". */
export function formatRelative(at: string, locale: string, now: Date = new Date()): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(tagOf(locale), { numeric: "auto" });
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, "second");
}

/** "22 Nov 2026, 23:05 CET": the zone is always named. */
export function formatDateTime(at: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(tagOf(locale), {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: safeZone(timeZone),
    timeZoneName: "short",
  }).format(new Date(at));
}

/** "09:00": a full hour on anybody's clock. */
export function formatHour(hour: number, locale: string): string {
  return new Intl.DateTimeFormat(tagOf(locale), {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  }).format(new Date(Date.UTC(2026, 0, 1, hour)));
}

export function formatDate(at: string, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(tagOf(locale), { dateStyle: "medium", timeZone: safeZone(timeZone) }).format(
    new Date(at),
  );
}

export function formatNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(tagOf(locale)).format(value);
}

/** "38%", "38.5 %"; a share of 1, with a decimal only below a tenth of it. */
export function formatPercent(share: number, locale: string): string {
  return new Intl.NumberFormat(tagOf(locale), {
    style: "percent",
    maximumFractionDigits: Math.abs(share) < 0.1 ? 1 : 0,
  }).format(share);
}

/** "+12%", "−3.5%": a change, as a share of 1. */
export function formatChange(share: number, locale: string): string {
  return new Intl.NumberFormat(tagOf(locale), {
    style: "percent",
    signDisplay: "exceptZero",
    maximumFractionDigits: Math.abs(share) < 0.1 ? 1 : 0,
  }).format(share);
}

/** "92.4%", ">99.9%": a probability. Nothing is certain, so it is never 0 or 100 %. */
export function formatChance(chance: number, locale: string): string {
  const write = (value: number) =>
    new Intl.NumberFormat(tagOf(locale), { style: "percent", maximumFractionDigits: 1 }).format(value);
  if (chance > 0.999) return `>${write(0.999)}`;
  return chance < 0.001 ? `<${write(0.001)}` : write(chance);
}

/** "12.3K", "4 M": for figures whose exact value stands elsewhere. */
export function formatCompact(value: number, locale: string): string {
  return new Intl.NumberFormat(tagOf(locale), { notation: "compact", maximumFractionDigits: 1 }).format(
    value,
  );
}

/** An amount that the API gives as a decimal string. Fractions of a cent stay visible: single calls cost that little. */
export function formatMoney(amount: string | number, currency: string, locale: string): string {
  const value = Number(amount);
  const size = Math.abs(value);
  const digits = size === 0 || size >= 1 ? 2 : size >= 0.01 ? 4 : 6;
  return new Intl.NumberFormat(tagOf(locale), {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A calendar day as the API writes it, "2026-11-23", without the year: it names a day, not an instant. */
export function formatDay(day: string, locale: string): string {
  return new Intl.DateTimeFormat(tagOf(locale), { day: "numeric", month: "short", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** Every zone the browser knows, UTC first, with `current` included even when it is an old alias. */
export function timeZones(current?: string): string[] {
  return [...new Set(["UTC", ...(current ? [current] : []), ...Intl.supportedValuesOf("timeZone")])];
}

function safeZone(timeZone: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return timeZone;
  } catch {
    return "UTC";
  }
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}
