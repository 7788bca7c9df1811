import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { MailLocale } from "@/lib/api-types-mail";
import { nextDay } from "@/ui/charts/days";

export type AnalyticsFilters = { since: string; until: string; version?: number; locale?: MailLocale };

export const analyticsQuery = (id: number, { since, until, ...only }: AnalyticsFilters) =>
  queryOptions({
    queryKey: ["email-templates", id, "analytics", { since, until, ...only }],
    queryFn: () =>
      unwrap(
        api.GET("/api/email-templates/{template_id}/analytics", {
          params: {
            path: { template_id: id },
            // Without a zone: midnight where the reader is. The last day belongs to the period.
            query: { ...only, since: `${since}T00:00:00`, until: `${nextDay(until)}T00:00:00` },
          },
        }),
      ),
  });

export const mailSettingsQuery = queryOptions({
  queryKey: ["mail-settings"],
  queryFn: () => unwrap(api.GET("/api/mail/settings")),
});
