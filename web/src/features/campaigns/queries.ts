import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type {
  CampaignAudience,
  CampaignChange,
  CampaignState,
  RecipientResult,
} from "@/lib/api-types-campaigns";
import type { MailLocale } from "@/lib/api-types-mail";
import { pagedOptions } from "@/lib/query";

export type CampaignFilters = { q?: string; state?: CampaignState };
export type RecipientFilters = { q?: string; result?: RecipientResult; variant?: number };

const at = (id: string) => ({ path: { campaign_id: id } });
/** While it is under way and nobody tells: the stream is quicker, but it may be broken. */
const OFTEN = 5000;

export const campaignsQuery = (filters: CampaignFilters) =>
  pagedOptions(["campaigns", "list", filters], (cursor) =>
    unwrap(api.GET("/api/mail/campaigns", { params: { query: { ...filters, cursor } } })),
  );

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", id],
    queryFn: () => unwrap(api.GET("/api/mail/campaigns/{campaign_id}", { params: at(id) })),
  });

export const progressQuery = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", id, "progress"],
    queryFn: () => unwrap(api.GET("/api/mail/campaigns/{campaign_id}/progress", { params: at(id) })),
    refetchInterval: ({ state }) => (state.data?.state === "sending" ? OFTEN : false),
    staleTime: 0,
  });

export const resultsQuery = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", id, "results"],
    queryFn: () => unwrap(api.GET("/api/mail/campaigns/{campaign_id}/results", { params: at(id) })),
  });

export const linksQuery = (id: string, position: number, locale?: MailLocale) =>
  queryOptions({
    queryKey: ["campaigns", id, "links", position, locale],
    queryFn: () =>
      unwrap(
        api.GET("/api/mail/campaigns/{campaign_id}/links", {
          params: { ...at(id), query: { position, locale } },
        }),
      ),
  });

export const recipientsQuery = (id: string, filters: RecipientFilters) =>
  pagedOptions(["campaigns", id, "recipients", filters], (cursor) =>
    unwrap(
      api.GET("/api/mail/campaigns/{campaign_id}/recipients", {
        params: { ...at(id), query: { ...filters, cursor } },
      }),
    ),
  );

/** A new check for each version that was saved. */
export const checkQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ["campaign-check", id, version],
    queryFn: () => unwrap(api.POST("/api/mail/campaigns/{campaign_id}/check", { params: at(id) })),
    staleTime: 0,
  });

export const audienceQuery = (audience: CampaignAudience) =>
  queryOptions({
    queryKey: ["campaign-audience", audience],
    queryFn: () => unwrap(api.POST("/api/mail/campaigns/audience", { body: audience })),
  });

export const previewQuery = (id: string, version: number, position: number, contactId?: string) =>
  queryOptions({
    queryKey: ["campaign-preview", id, version, position, contactId],
    queryFn: () =>
      unwrap(
        api.GET("/api/mail/campaigns/{campaign_id}/preview", {
          params: { ...at(id), query: { position, contact_id: contactId } },
        }),
      ),
    retry: false,
  });

/** When readers open mail; counted anew every night. */
export const bestTimesQuery = queryOptions({
  queryKey: ["best-times"],
  queryFn: () => unwrap(api.GET("/api/email/best-times")),
  staleTime: 60_000,
});

/** Somebody whose data a test shows: few, by what is typed. */
export const contactsQuery = (q: string) =>
  queryOptions({
    queryKey: ["contacts", "choices", q],
    queryFn: () => unwrap(api.GET("/api/contacts", { params: { query: { q: q || undefined, limit: 10 } } })),
  });

/** What an audience is put together of. */
export const listsQuery = queryOptions({
  queryKey: ["mail-lists", "choices"],
  queryFn: () => unwrap(api.GET("/api/mail/lists", { params: { query: { limit: 100 } } })),
  select: (page) => page.items.map(({ id, name }) => ({ value: id, label: name })),
});

export const segmentsQuery = queryOptions({
  queryKey: ["segments", "choices"],
  queryFn: () => unwrap(api.GET("/api/mail/segments", { params: { query: { limit: 100 } } })),
  select: (page) => page.items.map(({ id, name }) => ({ value: id, label: name })),
});

/** Templates that may go out as a newsletter, those in use first. */
export const templatesQuery = (words: string) =>
  pagedOptions(["email-templates", "for-campaigns", words], (cursor) =>
    unwrap(
      api.GET("/api/email-templates", {
        params: { query: { q: words, category: "marketing", cursor, limit: 12 } },
      }),
    ),
  );

export const renderedQuery = (id: number, updatedAt: string) =>
  queryOptions({
    queryKey: ["email-templates", "rendered", id, updatedAt],
    queryFn: () =>
      unwrap(
        api.GET("/api/email-templates/{template_id}/rendered", { params: { path: { template_id: id } } }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export const createCampaign = (name: string) => unwrap(api.POST("/api/mail/campaigns", { body: { name } }));

export const changeCampaign = (id: string, body: CampaignChange) =>
  unwrap(api.PATCH("/api/mail/campaigns/{campaign_id}", { params: at(id), body }));

export const removeCampaign = (id: string) =>
  unwrap(api.DELETE("/api/mail/campaigns/{campaign_id}", { params: at(id) }));

export const duplicateCampaign = (id: string) =>
  unwrap(api.POST("/api/mail/campaigns/{campaign_id}/duplicate", { params: at(id) }));

export const startCampaign = (id: string, key: string) =>
  unwrap(
    api.POST("/api/mail/campaigns/{campaign_id}/start", {
      params: { ...at(id), header: { "Idempotency-Key": key } },
    }),
  );

/** At one moment for all, at the same hour on each recipient's clock, or at each recipient's best hour. */
export const WAYS = ["moment", "zone", "best"] as const;
export type Way = (typeof WAYS)[number];

export const scheduleCampaign = (id: string, at_: string, way: Way) =>
  unwrap(
    api.POST("/api/mail/campaigns/{campaign_id}/schedule", {
      params: at(id),
      body: { scheduled_at: at_, in_recipient_zone: way === "zone", is_at_best_hour: way === "best" },
    }),
  );

export const unscheduleCampaign = (id: string) =>
  unwrap(api.POST("/api/mail/campaigns/{campaign_id}/unschedule", { params: at(id) }));

export const pauseCampaign = (id: string, reason: string) =>
  unwrap(api.POST("/api/mail/campaigns/{campaign_id}/pause", { params: at(id), body: { reason } }));

export const resumeCampaign = (id: string) =>
  unwrap(api.POST("/api/mail/campaigns/{campaign_id}/resume", { params: at(id) }));

export const cancelCampaign = (id: string) =>
  unwrap(api.POST("/api/mail/campaigns/{campaign_id}/cancel", { params: at(id) }));

export const chooseWinner = (id: string, position: number) =>
  unwrap(api.POST("/api/mail/campaigns/{campaign_id}/winner", { params: at(id), body: { position } }));

export const testCampaign = (id: string, to: string[], position: number, contactId: string | undefined) =>
  unwrap(
    api.POST("/api/mail/campaigns/{campaign_id}/test", {
      params: at(id),
      body: { to, position, contact_id: contactId },
    }),
  );

export const exportUrl = (id: string, { result, variant }: RecipientFilters) => {
  const wanted = new URLSearchParams();
  if (result) wanted.set("result", result);
  if (variant !== undefined) wanted.set("variant", String(variant));
  return `/api/mail/campaigns/${encodeURIComponent(id)}/recipients/export?${wanted}`;
};

export const templateQuery = (id: number) =>
  queryOptions({
    queryKey: ["email-templates", "detail-for-campaign", id],
    queryFn: () =>
      unwrap(api.GET("/api/email-templates/{template_id}", { params: { path: { template_id: id } } })),
  });
