import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { LockInput, RolePermission, TemplateStatus, UsageRow } from "@/lib/api-types-library";
import type { TemplateType } from "@/lib/api-types-mail";
import { pagedOptions } from "@/lib/query";
import { nextDay } from "@/ui/charts/days";

export type OrganizationsFilters = {
  q?: string;
  organization?: string;
  type?: TemplateType;
  status?: TemplateStatus;
};

/** The global defaults that serve now. */
export const servingQuery = queryOptions({
  queryKey: ["email-templates", "serving"],
  queryFn: () =>
    unwrap(
      api.GET("/api/email-templates", {
        params: { query: { is_global: true, status: "active", limit: 100 } },
      }),
    ),
  select: (page) => page.items,
});

export const organizationTemplatesQuery = ({ organization, ...filters }: OrganizationsFilters) =>
  pagedOptions(["email-templates", "everywhere", { organization, ...filters }], (cursor) =>
    unwrap(
      api.GET("/api/email-templates", {
        params: { query: { ...filters, is_global: false, organization_id: organization, cursor } },
      }),
    ),
  );

/** For choosing an organisation among any number of them. */
export const organizationChoicesQuery = (q: string) =>
  queryOptions({
    queryKey: ["organizations", "choices", q],
    queryFn: () =>
      unwrap(api.GET("/api/organizations", { params: { query: { ...(q && { q }), limit: 20 } } })),
    select: (page) => page.items,
  });

export const locksQuery = queryOptions({
  queryKey: ["email-templates", "locks", "all"],
  queryFn: () => unwrap(api.GET("/api/email-templates/locks")),
  select: (page) => page.items,
});

export const setLock = (type: TemplateType, body: LockInput) =>
  unwrap(api.PUT("/api/email-templates/locks/{type}", { params: { path: { type } }, body }));

export const liftLock = (type: TemplateType, organization_id?: string) =>
  unwrap(
    api.DELETE("/api/email-templates/locks/{type}", {
      params: { path: { type }, query: { organization_id } },
    }),
  );

export const rolePermissionsQuery = queryOptions({
  queryKey: ["role-permissions"],
  queryFn: () => unwrap(api.GET("/api/role-permissions")),
  select: (page) => page.items,
});

export const setRolePermissions = (items: RolePermission[]) =>
  unwrap(api.PUT("/api/role-permissions", { body: { items } }));

const usagePage = (since: string, until: string, cursor: string | undefined) =>
  unwrap(
    api.GET("/api/email-templates/platform-usage", {
      params: {
        query: { since: `${since}T00:00:00`, until: `${nextDay(until)}T00:00:00`, cursor, limit: 100 },
      },
    }),
  );

/** Every row of the period: the table is sorted here, and a part of it sorted would mislead. */
export const platformUsageQuery = ({ since, until }: { since: string; until: string }) =>
  queryOptions({
    queryKey: ["email-templates", "platform-usage", { since, until }],
    queryFn: async () => {
      const first = await usagePage(since, until, undefined);
      const rows: UsageRow[] = [...first.items];
      for (let cursor = first.next_cursor; cursor; ) {
        const page = await usagePage(since, until, cursor);
        rows.push(...page.items);
        cursor = page.next_cursor;
      }
      return { rows, totals: first.totals };
    },
  });

type Change = { version: number; is_active?: boolean; is_default?: boolean };

export const changeDefault = (id: number, body: Change) =>
  unwrap(api.PATCH("/api/email-templates/{template_id}", { params: { path: { template_id: id } }, body }));
