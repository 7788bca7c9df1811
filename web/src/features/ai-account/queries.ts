import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { Locale } from "@/lib/api-types";
import { pagedOptions } from "@/lib/query";

const LONGEST = 100;

/** The person's own use, whatever else they may see. */
export const ownUsageQuery = (since: string, profileId: string, groupBy: "day" | "model") =>
  queryOptions({
    queryKey: ["ai-usage", "own", groupBy, since],
    queryFn: () =>
      unwrap(
        api.GET("/api/ai/usage", {
          params: { query: { since, group_by: groupBy, profile_id: profileId, limit: LONGEST } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const ownCallsQuery = (since: string, profileId: string) =>
  pagedOptions(["ai-usage", "calls", since], (cursor) =>
    unwrap(api.GET("/api/ai/calls", { params: { query: { since, profile_id: profileId, cursor } } })),
  );

/** The product's own small model: it works on this installation alone and needs no key. */
export const tellSentiment = (text: string) =>
  unwrap(api.POST("/api/ai/builtin/sentiment", { body: { texts: [text] } })).then(
    (found) => found.results[0],
  );

export const summarize = (text: string, sentences: number, locale: Locale) =>
  unwrap(api.POST("/api/ai/builtin/summarize", { body: { text, sentences, locale } }));

export const extractItems = (text: string, locale: Locale) =>
  unwrap(api.POST("/api/ai/builtin/extract", { body: { text, locale } }));
