import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { MessageStatus } from "@/lib/api-types-mail";
import { readProblem } from "@/lib/problem";
import { pagedOptions } from "@/lib/query";

export type MailFilters = {
  q?: string;
  status?: MessageStatus;
  campaign?: string;
  contact?: string;
  provider?: string;
};

export const messagesQuery = ({ q, status, campaign, contact, provider }: MailFilters) =>
  pagedOptions(["mail", { q, status, campaign, contact, provider }], (cursor) =>
    unwrap(
      api.GET("/api/mail/messages", {
        params: {
          query: { q, status, campaign_id: campaign, contact_id: contact, provider_id: provider, cursor },
        },
      }),
    ),
  );

const CHOICES = 100;

/** For a choice of campaigns: the latest. */
export const campaignChoicesQuery = queryOptions({
  queryKey: ["campaigns", "choices"],
  queryFn: async () =>
    (await unwrap(api.GET("/api/mail/campaigns", { params: { query: { limit: CHOICES } } }))).items,
});

export const providerChoicesQuery = queryOptions({
  queryKey: ["mail-providers", "choices"],
  queryFn: async () =>
    (await unwrap(api.GET("/api/mail/providers", { params: { query: { limit: CHOICES } } }))).items,
});

export const contactNameQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", id],
    queryFn: () => unwrap(api.GET("/api/contacts/{contact_id}", { params: { path: { contact_id: id } } })),
  });

/** Openings and clicks, newest first. */
export const engagementsQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail", id, "engagements"],
    queryFn: async () =>
      (
        await unwrap(
          api.GET("/api/mail/messages/{message_id}/engagements", { params: { path: { message_id: id } } }),
        )
      ).items,
  });

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
