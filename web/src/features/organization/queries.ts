import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { OrganizationType } from "@/lib/api-types";

export const organizationQuery = queryOptions({
  queryKey: ["organization"],
  queryFn: () => unwrap(api.GET("/api/organization")),
});

export type OrganizationChange = {
  name?: string;
  type?: OrganizationType;
  locale?: string;
  timezone?: string;
  brand_color?: string;
  support_address?: string;
  logo_upload_id?: string | null;
  portal_open?: boolean;
};

export const changeOrganization = (body: OrganizationChange) =>
  unwrap(api.PATCH("/api/organization", { body }));
