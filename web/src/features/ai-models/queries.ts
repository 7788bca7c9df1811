import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { ModelType, Provider } from "@/lib/api-types-ai";
import { pagedOptions } from "@/lib/query";

/** The platform's models as an organisation's admins see them. */
export const configQuery = queryOptions({
  queryKey: ["ai-models", "config"],
  queryFn: () => unwrap(api.GET("/api/ai/config", { params: { query: { limit: 100 } } })),
  select: (page) => page.items,
});

/** What is left out stays as it is; null lifts the limit. */
export type ConfigChange = { is_enabled_for_users?: boolean; token_limit_per_user?: number | null };

export const changeConfig = (id: number, body: ConfigChange) =>
  unwrap(api.PUT("/api/ai/config/{system_model_id}", { params: { path: { system_model_id: id } }, body }));

export type PriceFilters = { q?: string; provider?: Provider };

export const pricesQuery = (filters: PriceFilters) =>
  pagedOptions(["ai-prices", filters], (cursor) =>
    unwrap(api.GET("/api/ai/prices", { params: { query: { ...filters, cursor, limit: 100 } } })),
  );

export type PriceInput = {
  provider: Provider;
  model_id: string;
  input_price_per_mtok: string;
  output_price_per_mtok: string;
};

export const putPrice = (body: PriceInput) => unwrap(api.PUT("/api/ai/prices", { body }));

export const deletePrice = (id: number) =>
  unwrap(api.DELETE("/api/ai/prices/{price_id}", { params: { path: { price_id: id } } }));

export type WhoFilters = { q?: string; allowed?: boolean; organization_id?: string };

const pathOf = (model_type: ModelType, model_id: number) => ({ path: { model_type, model_id } });

export const whoQuery = (type: ModelType, id: number, filters: WhoFilters) =>
  pagedOptions(["ai-models", "who", type, id, filters], (cursor) =>
    unwrap(
      api.GET("/api/ai/models/{model_type}/{model_id}/who", {
        params: { ...pathOf(type, id), query: { ...filters, cursor, limit: 50 } },
      }),
    ),
  );

export const whyQuery = (type: ModelType, id: number, profile_id: string) =>
  queryOptions({
    queryKey: ["ai-models", "why", type, id, profile_id],
    queryFn: () =>
      unwrap(
        api.GET("/api/ai/models/{model_type}/{model_id}/why", {
          params: { ...pathOf(type, id), query: { profile_id } },
        }),
      ),
  });
