import { queryOptions } from "@tanstack/react-query";
import { api, csrfToken, unwrap } from "@/lib/api";
import type { CallStatus, UsageComparison, UsageGroup } from "@/lib/api-types-ai";
import { readProblem } from "@/lib/problem";
import { pagedOptions } from "@/lib/query";
import { type ModelKey, partsOf } from "@/lib/usable-models";

/** `since` and `until` are calendar days of the viewer, inclusive. */
export type UsageFilters = { since?: string; until?: string; model?: ModelKey; person?: string };
export type CallFilters = UsageFilters & { q?: string; status?: CallStatus };

const startOf = (day: string | undefined) => day && new Date(`${day}T00:00:00`).toISOString();

/** The API's end is not included: the instant at which the next day begins. */
function endOf(day: string | undefined): string | undefined {
  if (!day) return undefined;
  const end = new Date(`${day}T00:00:00`);
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}

const toQuery = ({ since, until, model, person }: UsageFilters) => ({
  since: startOf(since),
  until: endOf(until),
  profile_id: person,
  ...(model && partsOf(model)),
});

export const usageQuery = (group_by: UsageGroup, filters: UsageFilters, limit = 100) =>
  queryOptions({
    queryKey: ["ai-usage", group_by, filters, limit],
    queryFn: () =>
      unwrap(api.GET("/api/ai/usage", { params: { query: { group_by, limit, ...toQuery(filters) } } })),
    placeholderData: (before) => before,
  });

export const callsQuery = ({ q, status, ...filters }: CallFilters) =>
  pagedOptions(["ai-usage", "calls", { q, status, ...filters }], (cursor) =>
    unwrap(
      api.GET("/api/ai/calls", {
        params: { query: { q, status, ...toQuery(filters), cursor, limit: 50 } },
      }),
    ),
  );

export const callQuery = (id: number) =>
  queryOptions({
    queryKey: ["ai-usage", "calls", id],
    queryFn: () => unwrap(api.GET("/api/ai/calls/{call_id}", { params: { path: { call_id: id } } })),
  });

/** Where the browser fetches the same calls as a file. */
export function exportUrl({ q, status, ...filters }: CallFilters): string {
  const query = Object.entries({ q, status, ...toQuery(filters) }).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return `/api/ai/calls/export.csv?${new URLSearchParams(query)}`;
}

export const driftQuery = queryOptions({
  queryKey: ["ai-usage", "drift"],
  queryFn: () => unwrap(api.GET("/api/ai/usage/drift")),
  select: (page) => page.items,
});

/** The provider's own export beside our ledger; a file, which the typed client does not send. */
export async function compareUsage(file: File): Promise<UsageComparison> {
  const form = new FormData();
  form.set("file", file);
  const response = await fetch("/api/ai/usage/compare", {
    method: "POST",
    body: form,
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
  });
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as UsageComparison;
}

export const settingsQuery = queryOptions({
  queryKey: ["ai-settings"],
  queryFn: () => unwrap(api.GET("/api/ai/settings")),
});

export const changeSettings = (body: { log_texts: boolean }) =>
  unwrap(api.PATCH("/api/ai/settings", { body }));
