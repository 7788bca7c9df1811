import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

const at = (id: string) => ({ path: { campaign_id: id } });
/** Where nobody tells: the stream is quicker, but it may be broken. */
const OFTEN = 5000;

/** A new forecast for each version that was saved. */
export const forecastQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ["campaign-forecast", id, version],
    queryFn: () =>
      unwrap(api.GET("/api/mail/campaigns/{campaign_id}/personalization/forecast", { params: at(id) })),
    staleTime: 0,
  });

export const personalizationQuery = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", id, "personalization"],
    queryFn: () => unwrap(api.GET("/api/mail/campaigns/{campaign_id}/personalization", { params: at(id) })),
    refetchInterval: ({ state: { data } }) => (data && data.waiting + data.asked > 0 ? OFTEN : false),
    staleTime: 0,
  });

export const samplePersonalization = (id: string, contactId: string | undefined, position: number) =>
  unwrap(
    api.POST("/api/mail/campaigns/{campaign_id}/personalization/sample", {
      params: at(id),
      body: { contact_id: contactId, position },
    }),
  );
