import { api, unwrap } from "@/lib/api";
import type { components } from "@/lib/api.gen";
import { pagedOptions } from "@/lib/query";

export type SavedBlock = components["schemas"]["BlockOut"];
const at = (id: number) => ({ path: { block_id: id } });

export const savedBlocksQuery = pagedOptions(["email-blocks"], (cursor) =>
  unwrap(api.GET("/api/email-blocks", { params: { query: { cursor, limit: 50 } } })),
);

export const saveBlock = (name: string, mjml: string) =>
  unwrap(api.POST("/api/email-blocks", { body: { name, mjml } }));

export const changeBlock = (id: number, change: { name?: string; mjml?: string }) =>
  unwrap(api.PATCH("/api/email-blocks/{block_id}", { params: at(id), body: change }));

export const deleteBlock = (id: number) =>
  unwrap(api.DELETE("/api/email-blocks/{block_id}", { params: at(id) }));
