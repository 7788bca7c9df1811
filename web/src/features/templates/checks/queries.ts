import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { PreviewInput, TemplateDetail } from "@/lib/api-types-mail";

/** All checks of what is written; with `remote`, pictures on other hosts are asked for too. */
export function checkTemplate({ branches: _, ...written }: PreviewInput, remote: boolean) {
  return unwrap(api.POST("/api/email-templates/check", { body: { ...written, remote } }));
}

/** What serves a template's type and language now, in its organisation or for the platform. */
export const servingQuery = ({ type, locale, organization_id }: TemplateDetail) =>
  queryOptions({
    queryKey: ["email-templates", "serving", type, locale, organization_id],
    queryFn: () =>
      unwrap(
        api.GET("/api/email-templates", {
          params: {
            query: {
              type,
              locale,
              is_active: true,
              ...(organization_id ? { organization_id } : { is_global: true }),
              limit: 1,
            },
          },
        }),
      ),
    select: (page) => page.items[0] ?? null,
    staleTime: 0,
  });
