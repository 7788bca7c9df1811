import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

/** Which organisations a global default serves, or would serve once it is active. */
export const reachQuery = (templateId: number) =>
  queryOptions({
    queryKey: ["email-templates", templateId, "reach"],
    queryFn: () =>
      unwrap(
        api.GET("/api/email-templates/{template_id}/reach", {
          params: { path: { template_id: templateId } },
        }),
      ),
  });
