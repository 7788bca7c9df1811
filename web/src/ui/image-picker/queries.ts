import { api, unwrap } from "@/lib/api";
import { pagedOptions } from "@/lib/query";
import type { Purpose } from "./preparing";

export const uploadsQuery = (q: string, purpose?: Purpose) =>
  pagedOptions(["uploads", { q, purpose }], (cursor) =>
    unwrap(api.GET("/api/uploads", { params: { query: { q, purpose, cursor, limit: 24 } } })),
  );
