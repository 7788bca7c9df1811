import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { ReceivedKind, ReceivedSource, ReceivedState, ThreadChange } from "@/lib/api-types-inbox";
import { pagedOptions } from "@/lib/query";

/** Open ones are the rule, so the address names only the others. */
export type InboxFilters = {
  q?: string;
  state?: "archived" | "all";
  unread?: "yes";
  kind?: "conversation" | "campaign_reply";
  tag?: string;
};

export const threadsQuery = ({ q, state, unread, kind, tag }: InboxFilters) =>
  pagedOptions(["mail-inbox", { q, state, unread, kind, tag }], (cursor) =>
    unwrap(
      api.GET("/api/mail/inbox", {
        params: { query: { q, state: state ?? "open", unread: unread && true, kind, tag, cursor } },
      }),
    ),
  );

/** Below the conversations' key, so that a changed tag is seen here too. */
export const tagsQuery = queryOptions({
  queryKey: ["mail-inbox", "tags"],
  queryFn: async () => (await unwrap(api.GET("/api/mail/inbox/tags"))).items,
});

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail-inbox", id],
    queryFn: () => unwrap(api.GET("/api/mail/inbox/{thread_id}", { params: { path: { thread_id: id } } })),
  });

export const changeThread = (id: string, body: ThreadChange) =>
  unwrap(api.PATCH("/api/mail/inbox/{thread_id}", { params: { path: { thread_id: id } }, body }));

export type ReceivedFilters = {
  q?: string;
  kind?: ReceivedKind;
  state?: ReceivedState;
  source?: ReceivedSource;
  spoofed?: "yes";
};

export const receivedListQuery = ({ spoofed, ...filters }: ReceivedFilters) =>
  pagedOptions(["mail-received", { spoofed, ...filters }], (cursor) =>
    unwrap(
      api.GET("/api/mail/received", {
        params: { query: { ...filters, is_spoofed: spoofed && true, cursor } },
      }),
    ),
  );

export const receivedQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail-received", id],
    queryFn: () =>
      unwrap(api.GET("/api/mail/received/{received_id}", { params: { path: { received_id: id } } })),
  });

export const reprocess = (id: string) =>
  unwrap(api.POST("/api/mail/received/{received_id}/reprocess", { params: { path: { received_id: id } } }));

export const sourceUrl = (id: string) => `/api/mail/received/${encodeURIComponent(id)}/source`;

/** A page of its own, as the policy of this one lets no pictures from elsewhere in. */
export const htmlUrl = (id: string, withPictures: boolean) =>
  `/api/mail/received/${encodeURIComponent(id)}/page${withPictures ? "?images=true" : ""}`;
