import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { NewApiKey } from "@/lib/api-types";
import { pagedOptions } from "@/lib/query";

export const apiKeysQuery = pagedOptions(["api-keys"], (cursor) =>
  unwrap(api.GET("/api/api-keys", { params: { query: { cursor } } })),
);

export const permissionsQuery = queryOptions({
  queryKey: ["permissions"],
  queryFn: () => unwrap(api.GET("/api/permissions")),
  staleTime: Number.POSITIVE_INFINITY,
  select: (page) => page.items,
});

export const createApiKey = (body: NewApiKey) => unwrap(api.POST("/api/api-keys", { body }));

export const revokeApiKey = (id: string) =>
  unwrap(api.DELETE("/api/api-keys/{key_id}", { params: { path: { key_id: id } } }));
