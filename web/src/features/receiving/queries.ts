import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type {
  FilterTest,
  MailboxChange,
  MailboxInput,
  MailFilterChange,
  MailFilterInput,
} from "@/lib/api-types-inbox";

const LIMIT = 100;
const ofMailbox = (id: string) => ({ path: { mailbox_id: id } });
const ofFilter = (id: string) => ({ path: { filter_id: id } });

export const mailboxesQuery = queryOptions({
  queryKey: ["mailboxes"],
  queryFn: async () =>
    (await unwrap(api.GET("/api/mail/mailboxes", { params: { query: { limit: LIMIT } } }))).items,
});

export const createMailbox = (body: MailboxInput) => unwrap(api.POST("/api/mail/mailboxes", { body }));
export const changeMailbox = (id: string, body: MailboxChange) =>
  unwrap(api.PATCH("/api/mail/mailboxes/{mailbox_id}", { params: ofMailbox(id), body }));
export const deleteMailbox = (id: string) =>
  unwrap(api.DELETE("/api/mail/mailboxes/{mailbox_id}", { params: ofMailbox(id) }));
export const checkMailbox = (id: string) =>
  unwrap(api.POST("/api/mail/mailboxes/{mailbox_id}/check", { params: ofMailbox(id) }));
export const pauseMailbox = (id: string) =>
  unwrap(api.POST("/api/mail/mailboxes/{mailbox_id}/pause", { params: ofMailbox(id) }));
export const resumeMailbox = (id: string) =>
  unwrap(api.POST("/api/mail/mailboxes/{mailbox_id}/resume", { params: ofMailbox(id) }));

export const filtersQuery = queryOptions({
  queryKey: ["mail-filters"],
  queryFn: async () => (await unwrap(api.GET("/api/mail/filters"))).items,
});

export const createFilter = (body: MailFilterInput) => unwrap(api.POST("/api/mail/filters", { body }));
export const changeFilter = (id: string, body: MailFilterChange) =>
  unwrap(api.PATCH("/api/mail/filters/{filter_id}", { params: ofFilter(id), body }));
export const deleteFilter = (id: string) =>
  unwrap(api.DELETE("/api/mail/filters/{filter_id}", { params: ofFilter(id) }));
export const testFilters = (body: FilterTest) => unwrap(api.POST("/api/mail/filters/test", { body }));

/** The latest mails, for trying a filter on. */
export const recentQuery = queryOptions({
  queryKey: ["mail-received", "recent"],
  queryFn: async () =>
    (await unwrap(api.GET("/api/mail/received", { params: { query: { limit: 25 } } }))).items,
});

export const organizationQuery = queryOptions({
  queryKey: ["organization"],
  queryFn: () => unwrap(api.GET("/api/organization")),
});

export const domainsQuery = queryOptions({
  queryKey: ["mail-domains"],
  queryFn: async () =>
    (await unwrap(api.GET("/api/mail/domains", { params: { query: { limit: LIMIT } } }))).items,
});

export const providersQuery = queryOptions({
  queryKey: ["mail-providers"],
  queryFn: async () =>
    (await unwrap(api.GET("/api/mail/providers", { params: { query: { limit: LIMIT } } }))).items,
});
