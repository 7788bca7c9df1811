import i18next from "i18next";
import createClient, { type Middleware } from "openapi-fetch";
import type { paths } from "./api.gen";
import type { Upload } from "./api-types";
import { ApiError, readProblem } from "./problem";

export function csrfToken(): string {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

const guard: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept", "application/json");
    request.headers.set("Accept-Language", i18next.language);
    if (!SAFE.has(request.method)) request.headers.set("X-CSRFToken", csrfToken());
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response);
    return response;
  },
  onError() {
    return new ApiError(0, {});
  },
};

/** The typed client. Every refusal arrives as a thrown ApiError; status 0 means that nobody answered. */
export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: "same-origin" });
api.use(guard);

/** The answer's data. openapi-fetch types it as optional because it may return errors; here they are thrown. */
export async function unwrap<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}

export async function uploadFile(file: File, purpose: "logo" | "image"): Promise<Upload> {
  const form = new FormData();
  form.set("file", file);
  form.set("purpose", purpose);
  const response = await fetch("/api/uploads", {
    method: "POST",
    body: form,
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
  });
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as Upload;
}
