import { api, csrfToken, unwrap } from "@/lib/api";
import type { components } from "@/lib/api.gen";
import { readProblem } from "@/lib/problem";
import { pagedOptions } from "@/lib/query";

type Schemas = components["schemas"];
export type Suppression = Schemas["SuppressedOut"];
export type SuppressionReason = Schemas["SuppressionReason"];
export type SuppressionImport = Schemas["SuppressionImportOut"];
export type SuppressionFilters = { q?: string; reason?: SuppressionReason };
/** What people may add by hand: who asks to be erased is erased as a contact. */
export type ReasonByHand = NonNullable<Schemas["SuppressionIn"]["reason"]>;

export const REASONS: readonly SuppressionReason[] = [
  "hard_bounce",
  "complaint",
  "unsubscribe",
  "manual",
  "erased",
];
export const REASONS_BY_HAND: readonly ReasonByHand[] = ["manual", "unsubscribe", "complaint", "hard_bounce"];
export const KEY = ["suppressions"];

export const suppressionsQuery = (filters: SuppressionFilters) =>
  pagedOptions([...KEY, filters], (cursor) =>
    unwrap(api.GET("/api/mail/suppressions", { params: { query: { ...filters, cursor } } })),
  );

export type NewSuppression = { email: string; reason: ReasonByHand; detail: string };

export const addSuppression = (body: NewSuppression) => unwrap(api.POST("/api/mail/suppressions", { body }));

export const removeSuppression = (id: number) =>
  unwrap(api.DELETE("/api/mail/suppressions/{suppression_id}", { params: { path: { suppression_id: id } } }));

export async function importSuppressions(file: File, reason: ReasonByHand): Promise<SuppressionImport> {
  const form = new FormData();
  form.set("file", file);
  form.set("reason", reason);
  const response = await fetch("/api/mail/suppressions/import", {
    method: "POST",
    body: form,
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
  });
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as SuppressionImport;
}

/** Where the browser fetches the list as a file. */
export function exportAddress(filters: SuppressionFilters): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  return `/api/mail/suppressions/export${query.size ? `?${query}` : ""}`;
}
