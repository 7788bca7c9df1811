import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { MailInput, MailPreviewInput } from "@/lib/api-types-compose";
import type { MailLocale, Template, TemplateType } from "@/lib/api-types-mail";
import { pagedOptions, queryClient } from "@/lib/query";

/** Contacts by part of a name or an address. */
export const contactsQuery = (q: string) =>
  queryOptions({
    queryKey: ["contacts", "to-write-to", q],
    queryFn: () => unwrap(api.GET("/api/contacts", { params: { query: { q, limit: 8 } } })),
    placeholderData: keepPreviousData,
    select: (page) => page.items,
  });

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", id],
    queryFn: () => unwrap(api.GET("/api/contacts/{contact_id}", { params: { path: { contact_id: id } } })),
  });

/** The mail as it would go out; also asked for once more right before it goes. */
export const mailPreviewQuery = (body: MailPreviewInput) =>
  queryOptions({
    queryKey: ["mail-preview", body],
    queryFn: ({ signal }) => unwrap(api.POST("/api/send-email/preview", { body, signal })),
    placeholderData: keepPreviousData,
    retry: false,
    networkMode: "always",
    gcTime: 30_000,
  });

export const bestTimeQuery = (email: string) =>
  queryOptions({
    queryKey: ["best-times", "of", email],
    queryFn: () => unwrap(api.GET("/api/email/best-time", { params: { query: { email } } })),
    retry: false,
  });

export const templatesQuery = (q: string) =>
  pagedOptions(["email-templates", "to-send", q], (cursor) =>
    unwrap(
      api.GET("/api/email-templates", {
        params: { query: { status: "active", q: q || undefined, cursor, limit: 24 } },
      }),
    ),
  );

/** Which types a template of one's own or of the platform serves. */
export const activeTypesQuery = queryOptions({
  queryKey: ["email-templates", "active-types"],
  queryFn: () =>
    unwrap(api.GET("/api/email-templates", { params: { query: { status: "active", limit: 100 } } })),
  select: (page) => new Set<TemplateType>(page.items.map(({ type }) => type)),
});

export const typesQuery = queryOptions({
  queryKey: ["email-template-types"],
  queryFn: () => unwrap(api.GET("/api/email-templates/types")),
  select: (page) => page.items,
  staleTime: Number.POSITIVE_INFINITY,
});

export const renderedQuery = ({ id, version, updated_at }: Pick<Template, "id" | "version" | "updated_at">) =>
  queryOptions({
    queryKey: ["email-template-rendered", id, version, updated_at],
    queryFn: () =>
      unwrap(
        api.GET("/api/email-templates/{template_id}/rendered", { params: { path: { template_id: id } } }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

const starterQuery = (type: TemplateType, locale: MailLocale) =>
  queryOptions({
    queryKey: ["email-template-starters", type, locale],
    queryFn: () => unwrap(api.GET("/api/email-templates/starters", { params: { query: { type, locale } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The design that ships for a type, with its samples. */
export const shippedQuery = (type: TemplateType, locale: MailLocale) =>
  queryOptions({
    queryKey: ["email-template-starters", type, locale, "shown"],
    queryFn: async () => {
      const { subject, preheader, html_code, text_code, source_format } = await queryClient.fetchQuery(
        starterQuery(type, locale),
      );
      const body = { subject, preheader, html_code, text_code, source_format, type, locale };
      return unwrap(api.POST("/api/email-templates/preview", { body }));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

export const sendMail = (body: MailInput, key: string) =>
  unwrap(api.POST("/api/send-email", { params: { header: { "Idempotency-Key": key } }, body }));
