import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { OrganizationChange } from "@/lib/api-types";

export const organizationQuery = queryOptions({
  queryKey: ["organization"],
  queryFn: () => unwrap(api.GET("/api/organization")),
});

export const changeOrganization = (body: OrganizationChange) =>
  unwrap(api.PATCH("/api/organization", { body }));
