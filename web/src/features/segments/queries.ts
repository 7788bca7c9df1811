import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { components } from "@/lib/api.gen";
import { pagedOptions } from "@/lib/query";
import type { Group } from "./filter";

type Schemas = components["schemas"];
export type Segment = Schemas["SegmentOut"];
export type SegmentFilters = { q?: string };
export type SegmentValues = { name: string; description: string; filter: Group };

export const KEY = ["segments"];

export const segmentsQuery = (filters: SegmentFilters) =>
  pagedOptions([...KEY, filters], (cursor) =>
    unwrap(api.GET("/api/mail/segments", { params: { query: { ...filters, cursor } } })),
  );

export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, "one", id],
    queryFn: () =>
      unwrap(api.GET("/api/mail/segments/{segment_id}", { params: { path: { segment_id: id } } })),
  });

export const fieldsQuery = queryOptions({
  queryKey: [...KEY, "fields"],
  queryFn: () => unwrap(api.GET("/api/mail/segments/fields")),
  staleTime: 60_000,
});

const choices = <T>(key: string, load: () => Promise<{ items: T[] }>) =>
  queryOptions({ queryKey: [...KEY, key], queryFn: load, select: (page) => page.items, staleTime: 60_000 });

export const listChoicesQuery = choices("lists", () =>
  unwrap(api.GET("/api/mail/lists", { params: { query: { limit: 100 } } })),
);
export const campaignChoicesQuery = choices("campaigns", () =>
  unwrap(api.GET("/api/mail/campaigns", { params: { query: { limit: 100 } } })),
);

/** First what a sample tells, then the exact number. */
export const countQuery = (filter: Group, estimate: boolean) =>
  queryOptions({
    queryKey: [...KEY, "count", filter, estimate],
    queryFn: () => unwrap(api.POST("/api/mail/segments/count", { body: { filter, estimate } })),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const previewQuery = (filter: Group) =>
  queryOptions({
    queryKey: [...KEY, "preview", filter],
    queryFn: () => unwrap(api.POST("/api/mail/segments/preview", { body: { filter, limit: 8 } })),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const createSegment = (body: SegmentValues) => unwrap(api.POST("/api/mail/segments", { body }));

export const changeSegment = (id: string, version: number, values: Partial<SegmentValues>) =>
  unwrap(
    api.PATCH("/api/mail/segments/{segment_id}", {
      params: { path: { segment_id: id } },
      body: { version, ...values },
    }),
  );

export const deleteSegment = (id: string) =>
  unwrap(api.DELETE("/api/mail/segments/{segment_id}", { params: { path: { segment_id: id } } }));
