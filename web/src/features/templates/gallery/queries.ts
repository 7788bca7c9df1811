import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { MailLocale } from "@/lib/api-types-mail";

export const galleryQuery = (locale: MailLocale) =>
  queryOptions({
    queryKey: ["email-template-gallery", locale],
    queryFn: () => unwrap(api.GET("/api/email-templates/gallery", { params: { query: { locale } } })),
    select: (page) => page.items,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** With its source, and as it looks in the organisation's colours. */
export const galleryStarterQuery = (slug: string, locale: MailLocale) =>
  queryOptions({
    queryKey: ["email-template-gallery", slug, locale],
    queryFn: () =>
      unwrap(
        api.GET("/api/email-templates/gallery/{slug}", { params: { path: { slug }, query: { locale } } }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
