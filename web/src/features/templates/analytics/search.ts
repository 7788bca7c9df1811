import type { MailLocale } from "@/lib/api-types-mail";
import { MAIL_LOCALES } from "@/lib/choices-mail";
import { readChoice, readDay } from "@/lib/search";
import type { Period } from "@/ui/charts/period-select";

/** What a report is narrowed to, as its address says it. */
export type AnalyticsSearch = Period & { version?: number; locale?: MailLocale };

export function readAnalyticsSearch(search: Record<string, unknown>): AnalyticsSearch {
  const version = Number(search.version);
  return {
    since: readDay(search.since),
    until: readDay(search.until),
    version: Number.isSafeInteger(version) && version > 0 ? version : undefined,
    locale: readChoice(search.locale, MAIL_LOCALES),
  };
}
