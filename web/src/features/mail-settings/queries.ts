import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { FromAddressType } from "@/lib/api-types-mail";
import type {
  DomainChange,
  MailSettingsChange,
  ProviderChange,
  ProviderInput,
  SenderInput,
} from "@/lib/api-types-mail-settings";

const LIMIT = 100;
const ofProvider = (id: string) => ({ path: { provider_id: id } });
const ofDomain = (id: string) => ({ path: { domain_id: id } });

export const kindsQuery = queryOptions({
  queryKey: ["mail-provider-kinds"],
  queryFn: async () => (await unwrap(api.GET("/api/mail/provider-kinds"))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

export const providersQuery = queryOptions({
  queryKey: ["mail-providers"],
  queryFn: async () =>
    (await unwrap(api.GET("/api/mail/providers", { params: { query: { limit: LIMIT } } }))).items,
});

export const domainsQuery = queryOptions({
  queryKey: ["mail-domains"],
  queryFn: async () =>
    (await unwrap(api.GET("/api/mail/domains", { params: { query: { limit: LIMIT } } }))).items,
});

export const sendersQuery = queryOptions({
  queryKey: ["mail-senders"],
  queryFn: async () => (await unwrap(api.GET("/api/mail/senders"))).items,
});

export const settingsQuery = queryOptions({
  queryKey: ["mail-settings"],
  queryFn: () => unwrap(api.GET("/api/mail/settings")),
});

/** A mail that was sent to try a provider; refetched when the stream tells of mail. */
export const trialQuery = (id: string) =>
  queryOptions({
    queryKey: ["mail", id],
    queryFn: () =>
      unwrap(api.GET("/api/mail/messages/{message_id}", { params: { path: { message_id: id } } })),
  });

export const createProvider = (body: ProviderInput) => unwrap(api.POST("/api/mail/providers", { body }));
export const changeProvider = (id: string, body: ProviderChange) =>
  unwrap(api.PATCH("/api/mail/providers/{provider_id}", { params: ofProvider(id), body }));
export const deleteProvider = (id: string) =>
  unwrap(api.DELETE("/api/mail/providers/{provider_id}", { params: ofProvider(id) }));
export const checkProvider = (id: string) =>
  unwrap(api.POST("/api/mail/providers/{provider_id}/check", { params: ofProvider(id) }));
export const testProvider = (id: string, to: string) =>
  unwrap(api.POST("/api/mail/providers/{provider_id}/test", { params: ofProvider(id), body: { to } }));
export const pauseProvider = (id: string, reason: string) =>
  unwrap(api.POST("/api/mail/providers/{provider_id}/pause", { params: ofProvider(id), body: { reason } }));
export const resumeProvider = (id: string) =>
  unwrap(api.POST("/api/mail/providers/{provider_id}/resume", { params: ofProvider(id) }));

export const createDomain = (domain: string) => unwrap(api.POST("/api/mail/domains", { body: { domain } }));
export const changeDomain = (id: string, body: DomainChange) =>
  unwrap(api.PATCH("/api/mail/domains/{domain_id}", { params: ofDomain(id), body }));
export const checkDomain = (id: string) =>
  unwrap(api.POST("/api/mail/domains/{domain_id}/check", { params: ofDomain(id) }));
export const rotateDomainKey = (id: string) =>
  unwrap(api.POST("/api/mail/domains/{domain_id}/rotate-dkim", { params: ofDomain(id) }));
export const deleteDomain = (id: string) =>
  unwrap(api.DELETE("/api/mail/domains/{domain_id}", { params: ofDomain(id) }));

export const setSender = (type: FromAddressType, body: SenderInput) =>
  unwrap(api.PUT("/api/mail/senders/{address_type}", { params: { path: { address_type: type } }, body }));
export const deleteSender = (type: FromAddressType) =>
  unwrap(api.DELETE("/api/mail/senders/{address_type}", { params: { path: { address_type: type } } }));

export const changeSettings = (body: MailSettingsChange) => unwrap(api.PATCH("/api/mail/settings", { body }));
