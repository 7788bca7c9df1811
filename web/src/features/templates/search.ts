import { MAIL_LOCALES, TEMPLATE_CATEGORIES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { readChoice, readText } from "@/lib/search";
import { type GallerySearch, PURPOSES } from "./gallery/purposes";
import { SORTS, STATUSES, type TemplateFilters } from "./library/queries";

export function readTemplateFilters(search: Record<string, unknown>): TemplateFilters {
  return {
    q: readText(search.q),
    type: readChoice(search.type, TEMPLATE_TYPES),
    category: readChoice(search.category, TEMPLATE_CATEGORIES),
    locale: readChoice(search.locale, MAIL_LOCALES),
    status: readChoice(search.status, STATUSES),
    author: readText(search.author),
    sort: readChoice(search.sort, SORTS.slice(1)),
  };
}

export function readGallerySearch(search: Record<string, unknown>): GallerySearch {
  return { q: readText(search.q), purpose: readChoice(search.purpose, PURPOSES) };
}
