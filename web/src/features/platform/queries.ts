import { api, unwrap } from "@/lib/api";
import type { OrganizationType, Plan } from "@/lib/api-types";
import { pagedOptions } from "@/lib/query";

export type OrganizationFilters = { q?: string; plan?: Plan; type?: OrganizationType };

export const organizationsQuery = (filters: OrganizationFilters) =>
  pagedOptions(["organizations", filters], (cursor) =>
    unwrap(api.GET("/api/organizations", { params: { query: { ...filters, cursor } } })),
  );

export type OrganizationChange = { plan?: Plan; type?: OrganizationType; name?: string };

export const changeOrganization = (id: string, body: OrganizationChange) =>
  unwrap(
    api.PATCH("/api/organizations/{organization_id}", { params: { path: { organization_id: id } }, body }),
  );
