import { queryOptions } from "@tanstack/react-query";
import { api, csrfToken, unwrap } from "@/lib/api";
import type { components } from "@/lib/api.gen";
import { ApiError, readProblem } from "@/lib/problem";
import { pagedOptions } from "@/lib/query";

type Schemas = components["schemas"];
export type ContactImport = Schemas["ImportOut"];
export type ImportState = Schemas["ImportState"];
export type ImportPreview = Schemas["ImportPreviewOut"];
export type Column = Schemas["ColumnIn"];
export type ImportOptions = Schemas["ImportOptionsIn"];
export type Dialect = { encoding?: Encoding; delimiter?: Delimiter; has_header?: boolean };
export type Encoding = "utf-8" | "cp1252";
export type Delimiter = "," | ";" | "\t" | "|";

export const KEY = ["contact-imports"];
export const TARGETS = [
  "email",
  "full_name",
  "first_name",
  "last_name",
  "phone",
  "locale",
  "timezone",
] as const;
export const TYPES = ["text", "number", "date", "bool", "list"] as const;

export const importsQuery = pagedOptions(KEY, (cursor) =>
  unwrap(api.GET("/api/contacts/imports", { params: { query: { cursor } } })),
);

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, id],
    queryFn: () =>
      unwrap(api.GET("/api/contacts/imports/{import_id}", { params: { path: { import_id: id } } })),
  });

export const previewQuery = (id: string, dialect: Dialect) =>
  queryOptions({
    queryKey: [...KEY, id, "preview", dialect],
    queryFn: () =>
      unwrap(
        api.GET("/api/contacts/imports/{import_id}/preview", {
          params: { path: { import_id: id }, query: dialect },
        }),
      ),
  });

export const listChoicesQuery = queryOptions({
  queryKey: [...KEY, "lists"],
  queryFn: () => unwrap(api.GET("/api/mail/lists", { params: { query: { limit: 100 } } })),
  select: (page) => page.items,
});

/** With its progress, which fetch does not tell. */
export function uploadContacts(file: File, onProgress: (share: number) => void): Promise<ContactImport> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/contacts/imports");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("error", () => reject(new ApiError(0, {})));
    request.addEventListener("load", () => {
      const answer = new Response(request.responseText, {
        status: request.status,
        headers: { "Content-Type": request.getResponseHeader("Content-Type") ?? "" },
      });
      if (answer.ok) answer.json().then(resolve, reject);
      else readProblem(answer).then(reject, reject);
    });
    const form = new FormData();
    form.set("file", file);
    request.send(form);
  });
}

type Start = { mapping: Column[]; options: ImportOptions; dialect: Dialect; list_id: string | null };

export const startImport = (id: string, body: Start) =>
  unwrap(api.POST("/api/contacts/imports/{import_id}/start", { params: { path: { import_id: id } }, body }));

export const cancelImport = (id: string) =>
  unwrap(api.POST("/api/contacts/imports/{import_id}/cancel", { params: { path: { import_id: id } } }));
