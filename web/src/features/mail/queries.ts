import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { MessageStatus } from "@/lib/api-types-mail";
import { readProblem } from "@/lib/problem";
import { pagedOptions } from "@/lib/query";

/** What went out is the rule, so the address names only `in`. */
export type MailFilters = { q?: string; status?: MessageStatus; direction?: "in" };

export const messagesQuery = ({ direction, q, status }: MailFilters) =>
  pagedOptions(["mail", { direction, q, status }], (cursor) =>
    unwrap(
      api.GET("/api/mail/messages", {
        params: { query: { q, direction: direction ?? "out", cursor, ...(!direction && { status }) } },
      }),
    ),
  );

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail", id],
    queryFn: () =>
      unwrap(api.GET("/api/mail/messages/{message_id}", { params: { path: { message_id: id } } })),
  });

export const sourceUrl = (id: string) => `/api/mail/messages/${encodeURIComponent(id)}/source`;

export const attachmentUrl = (id: string, index: number) =>
  `/api/mail/messages/${encodeURIComponent(id)}/attachments/${index}`;

/** Plain text, which the typed client does not read. */
export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail", id, "source"],
    queryFn: async ({ signal }) => {
      const response = await fetch(sourceUrl(id), { signal });
      if (!response.ok) throw await readProblem(response);
      return response.text();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export const cancelMessage = (id: string) =>
  unwrap(api.POST("/api/mail/messages/{message_id}/cancel", { params: { path: { message_id: id } } }));

export const retryMessage = (id: string) =>
  unwrap(api.POST("/api/mail/messages/{message_id}/retry", { params: { path: { message_id: id } } }));
