import { MAIL_LOCALES, TEMPLATE_CATEGORIES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { readChoice, readText } from "@/lib/search";
import type { TemplateFilters } from "./queries";

export function readTemplateFilters(search: Record<string, unknown>): TemplateFilters {
  return {
    q: readText(search.q),
    type: readChoice(search.type, TEMPLATE_TYPES),
    category: readChoice(search.category, TEMPLATE_CATEGORIES),
    locale: readChoice(search.locale, MAIL_LOCALES),
    status: readChoice(search.status, ["active", "draft"]),
    sort: readChoice(search.sort, ["name"]),
  };
}
