import type { CallStatus } from "@/lib/api-types-ai";
import { readChoice, readDay, readText } from "@/lib/search";
import { readModelKey } from "@/lib/usable-models";
import type { CallFilters } from "./queries";

export const CALL_STATUSES: readonly CallStatus[] = ["ok", "aborted", "failed", "refused"];

export function readCallFilters(search: Record<string, unknown>): CallFilters {
  return {
    q: readText(search.q),
    since: readDay(search.since),
    until: readDay(search.until),
    model: readModelKey(search.model),
    person: readText(search.person),
    status: readChoice(search.status, CALL_STATUSES),
  };
}
