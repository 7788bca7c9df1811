import { queryOptions } from "@tanstack/react-query";
import type { MailLocale } from "@/lib/api-types-mail";
import { queryClient } from "@/lib/query";
import { previewQuery } from "../queries";
import { galleryStarterQuery } from "./queries";
import { keyOf, loadStart, type Start } from "./start";

/** A start as its recipient would see it, in the organisation's colours. */
export const startRenderedQuery = (start: Start, locale: MailLocale) =>
  queryOptions({
    queryKey: ["email-template-starters", keyOf(start), locale, "rendered"],
    queryFn: async () => {
      if (start.kind === "starter") {
        const { subject, preview_html } = await queryClient.fetchQuery(
          galleryStarterQuery(start.starter.slug, locale),
        );
        return { subject, preview_html };
      }
      const { type } = start;
      const source = await loadStart(start, { type, locale, format: "visual" });
      const { subject, preheader, html_code, text_code, source_format } = source;
      return queryClient.fetchQuery(
        previewQuery({ subject, preheader, html_code, text_code, source_format, type, locale }),
      );
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
