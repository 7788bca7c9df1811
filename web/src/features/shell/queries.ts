import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { Locale } from "@/lib/api-types";

export const organizationSearchQuery = (q: string) =>
  queryOptions({
    queryKey: ["organizations", "search", q],
    queryFn: () =>
      unwrap(api.GET("/api/organizations", { params: { query: { q: q || undefined, limit: 20 } } })),
  });

export type EnterOrganization = { organization_id: string; minutes: number; reason: string };

export const enterOrganization = (body: EnterOrganization) =>
  unwrap(api.POST("/api/impersonation", { body }));

export const leaveOrganization = () => unwrap(api.DELETE("/api/impersonation"));

export const saveMyLocale = (locale: Locale) => unwrap(api.PATCH("/api/me", { body: { locale } }));

const COUNTED = 10;

/** How many conversations are unread, "9+" from ten on: more than a look needs. */
export const unreadQuery = queryOptions({
  queryKey: ["mail-inbox", "unread"],
  queryFn: () => unwrap(api.GET("/api/mail/inbox", { params: { query: { unread: true, limit: COUNTED } } })),
  select: ({ items }) => (items.length < COUNTED ? String(items.length || "") : `${COUNTED - 1}+`),
});
