import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import { pagedOptions } from "@/lib/query";

/** The person's own, whatever else they may see. */
export const runsQuery = (profileId: string) =>
  pagedOptions(["ai-runs"], (cursor) =>
    unwrap(api.GET("/api/ai/runs", { params: { query: { cursor, profile_id: profileId } } })),
  );

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ["ai-runs", id],
    queryFn: () => unwrap(api.GET("/api/ai/runs/{run_id}", { params: { path: { run_id: id } } })),
  });
