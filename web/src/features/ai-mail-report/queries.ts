import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import { nextDay } from "@/ui/charts/days";

/** What AI did for mail on these days, the last one included. */
export const aiReportQuery = ({ since, until }: { since: string; until: string }) =>
  queryOptions({
    queryKey: ["ai-usage", "mail-report", since, until],
    queryFn: () =>
      unwrap(
        api.GET("/api/email/ai-report", {
          params: { query: { from: `${since}T00:00:00`, to: `${nextDay(until)}T00:00:00` } },
        }),
      ),
    staleTime: 60_000,
  });
