import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "./api";

/** The deployment's currency, which every report of usage names. It does not change while a page is open. */
const currencyQuery = queryOptions({
  queryKey: ["ai-currency"],
  queryFn: () =>
    unwrap(api.GET("/api/ai/usage", { params: { query: { group_by: "model", limit: 1 } } })).then(
      (report) => report.currency,
    ),
  staleTime: Number.POSITIVE_INFINITY,
});

/** ISO 4217; undefined until it is known. */
export function useCurrency(): string | undefined {
  return useQuery(currencyQuery).data;
}
