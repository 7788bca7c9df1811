import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { BulkAction, TemplateStatus } from "@/lib/api-types-library";
import type { MailLocale, Template, TemplateCategory, TemplateType } from "@/lib/api-types-mail";
import { pagedOptions } from "@/lib/query";
import type { Scope } from "../queries";

export const STATUSES: readonly TemplateStatus[] = ["active", "draft", "archived"];
/** The first is what a list is sorted by when nobody asks. */
export const SORTS = ["updated", "name", "sent", "opened"] as const;

export type TemplateFilters = {
  q?: string;
  type?: TemplateType;
  category?: TemplateCategory;
  locale?: MailLocale;
  status?: TemplateStatus;
  /** A profile. */
  author?: string;
  sort?: (typeof SORTS)[number];
};

const at = (id: number) => ({ path: { template_id: id } });
const inScope = (scope: Scope) => (scope === "global" ? { is_global: true } : {});

export const templatesQuery = (scope: Scope, { author, ...filters }: TemplateFilters) =>
  pagedOptions(["email-templates", scope, { author, ...filters }], (cursor) =>
    unwrap(
      api.GET("/api/email-templates", {
        params: { query: { ...filters, created_by: author, cursor, ...inScope(scope) } },
      }),
    ),
  );

/** What serves now, for telling which types still use the design that ships. */
export const activeTemplatesQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ["email-templates", "active", scope],
    queryFn: () =>
      unwrap(
        api.GET("/api/email-templates", {
          params: { query: { status: "active", limit: 100, ...inScope(scope) } },
        }),
      ),
    select: (page) => page.items,
  });

export const authorsQuery = queryOptions({
  queryKey: ["email-templates", "authors"],
  queryFn: () => unwrap(api.GET("/api/email-templates/authors")),
  select: (page) => page.items,
});

/** Types whose mail the platform keeps to its own template. */
export const locksQuery = queryOptions({
  queryKey: ["email-templates", "locks"],
  queryFn: () => unwrap(api.GET("/api/email-templates/locks")),
  select: (page) => new Map(page.items.filter((lock) => lock.is_locked).map((lock) => [lock.type, lock])),
});

/** The mail as it would go out, with sample data. Kept under its state, so that it is fetched once. */
export const renderedQuery = ({ id, version, updated_at }: Pick<Template, "id" | "version" | "updated_at">) =>
  queryOptions({
    queryKey: ["email-template-rendered", id, version, updated_at],
    queryFn: () => unwrap(api.GET("/api/email-templates/{template_id}/rendered", { params: at(id) })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Each template is tried by itself; the answer says of each what became of it. */
export const changeMany = (ids: number[], action: BulkAction) =>
  unwrap(api.POST("/api/email-templates/bulk", { body: { ids, action } }));

export const archiveTemplate = (id: number) =>
  unwrap(api.POST("/api/email-templates/{template_id}/archive", { params: at(id) }));

export const unarchiveTemplate = (id: number) =>
  unwrap(api.POST("/api/email-templates/{template_id}/unarchive", { params: at(id) }));

/** Where the browser downloads a bundle of templates from. */
export function exportUrl(ids: readonly number[]): string {
  return `/api/email-templates/export?ids=${ids.join(",")}`;
}
