import { TEMPLATE_TYPES } from "@/lib/choices-mail";
import { readChoice, readDay, readText } from "@/lib/search";
import type { OrganizationsFilters } from "./queries";
import { SORTABLE, type UsageSort } from "./sorting";

export const VIEWS = ["defaults", "organizations", "locks", "permissions", "usage"] as const;
export type View = (typeof VIEWS)[number];

export type PlatformSearch = { view?: View } & OrganizationsFilters & {
    since?: string;
    until?: string;
    by?: UsageSort;
    rising?: boolean;
  };

/** What only the platform's views keep in the address; the library of defaults reads its own. */
export function readPlatformSearch(search: Record<string, unknown>): PlatformSearch {
  return {
    view: readChoice(search.view, VIEWS.slice(1)),
    q: readText(search.q),
    type: readChoice(search.type, TEMPLATE_TYPES),
    status: readChoice(search.status, ["active", "draft", "archived"] as const),
    organization: readText(search.organization),
    since: readDay(search.since),
    until: readDay(search.until),
    by: readChoice(search.by, SORTABLE),
    rising: search.rising === true ? true : undefined,
  };
}
