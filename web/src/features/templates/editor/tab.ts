import { readChoice } from "@/lib/search";
import { type AnalyticsSearch, readAnalyticsSearch } from "../analytics/search";

/** The faces of a template's page, as its address names them. */
export const TABS = ["edit", "analytics"] as const;
export type Tab = (typeof TABS)[number];

/** The face that is shown, and what its report is narrowed to. */
export type EditorSearch = AnalyticsSearch & { tab?: Tab };

export function readEditorSearch(search: Record<string, unknown>): EditorSearch {
  return { ...readAnalyticsSearch(search), tab: readChoice(search.tab, TABS) };
}
