import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type {
  MailLocale,
  PreviewInput,
  SampleData,
  TemplateChange,
  TemplateInput,
  TemplateType,
} from "@/lib/api-types-mail";
import { pagedOptions } from "@/lib/query";

/** `global`: the defaults for all organisations, as platform administrators keep them. */
export type Scope = "organization" | "global";

const at = (id: number) => ({ path: { template_id: id } });

export const templateQuery = (id: number) =>
  queryOptions({
    queryKey: ["email-templates", id],
    queryFn: () => unwrap(api.GET("/api/email-templates/{template_id}", { params: at(id) })),
  });

export const typesQuery = queryOptions({
  queryKey: ["email-template-types"],
  queryFn: () => unwrap(api.GET("/api/email-templates/types")),
  select: (page) => page.items,
  staleTime: Number.POSITIVE_INFINITY,
});

export const placeholdersQuery = (type: TemplateType, locale: MailLocale) =>
  queryOptions({
    queryKey: ["email-template-placeholders", type, locale],
    queryFn: () =>
      unwrap(api.GET("/api/email-templates/placeholders", { params: { query: { type, locale } } })),
    staleTime: 300_000,
  });

export const starterQuery = (type: TemplateType, locale: MailLocale) =>
  queryOptions({
    queryKey: ["email-template-starters", type, locale],
    queryFn: () => unwrap(api.GET("/api/email-templates/starters", { params: { query: { type, locale } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const previewQuery = (body: PreviewInput) =>
  queryOptions({
    queryKey: ["email-template-preview", body],
    queryFn: ({ signal }) => unwrap(api.POST("/api/email-templates/preview", { body, signal })),
    staleTime: 60_000,
    gcTime: 30_000,
  });

export const versionsQuery = (id: number) =>
  pagedOptions(["email-templates", id, "versions"], (cursor) =>
    unwrap(
      api.GET("/api/email-templates/{template_id}/versions", {
        params: { ...at(id), query: { cursor, limit: 25 } },
      }),
    ),
  );

export const versionQuery = (id: number, number: number) =>
  queryOptions({
    queryKey: ["email-templates", id, "versions", number],
    queryFn: () =>
      unwrap(
        api.GET("/api/email-templates/{template_id}/versions/{number}", {
          params: { path: { template_id: id, number } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const createTemplate = (body: TemplateInput) => unwrap(api.POST("/api/email-templates", { body }));

export const changeTemplate = (id: number, body: TemplateChange) =>
  unwrap(api.PATCH("/api/email-templates/{template_id}", { params: at(id), body }));

export const deleteTemplate = (id: number) =>
  unwrap(api.DELETE("/api/email-templates/{template_id}", { params: at(id) }));

export const duplicateTemplate = (id: number) =>
  unwrap(api.POST("/api/email-templates/{template_id}/duplicate", { params: at(id) }));

export const restoreVersion = (id: number, number: number, version: number) =>
  unwrap(
    api.POST("/api/email-templates/{template_id}/versions/{number}/restore", {
      params: { path: { template_id: id, number } },
      body: { version },
    }),
  );

export const sendTest = (id: number, to: string, sample_data?: SampleData) =>
  unwrap(
    api.POST("/api/email-templates/{template_id}/test-email", {
      params: at(id),
      body: { to, ...(sample_data && { sample_data }) },
    }),
  );
