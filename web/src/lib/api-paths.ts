/** The routes of the HTTP API: the generated ones, and the mail routes under the names their pages use. */
import type { paths as generated } from "./api.gen";
import type { MailPaths } from "./api-paths-mail";

type Json<T> = { content: { "application/json": T } };
type Parts = { query?: Record<string, unknown>; path?: Record<string, string>; body?: unknown };
/** One operation in openapi-typescript's layout: the answer `R`, then what the request takes. */
export type Op<R, P extends Parts = Record<never, never>> = {
  parameters: (P extends { path: infer X } ? { path: X } : { path?: never }) & {
    query?: P extends { query: infer Q } ? Q : never;
    header?: never;
    cookie?: never;
  };
  requestBody?: P extends { body: infer B } ? Json<B> : never;
  responses: { 200: { headers: Record<string, unknown> } & Json<R> };
};
export type OpWithBody<R, P extends Parts & { body: unknown }> = Omit<Op<R, P>, "requestBody"> & {
  requestBody: Json<P["body"]>;
};
export type Cursor = { cursor?: string; limit?: number };
export type Id = { path: { id: string } };

export type paths = Omit<generated, keyof MailPaths> & MailPaths;
