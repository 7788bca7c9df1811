import { csrfToken } from "./api";
import { readProblem } from "./problem";

type Extra = { query?: Record<string, unknown>; body?: unknown };

/** A request that the generated types do not know yet. */
export async function ask<T>(method: string, path: string, { query = {}, body }: Extra = {}): Promise<T> {
  const address = new URL(path, window.location.origin);
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) address.searchParams.set(key, String(value));
  }
  const response = await fetch(address, {
    method,
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw await readProblem(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
