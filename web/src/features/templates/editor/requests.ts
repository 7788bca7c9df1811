import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { components } from "@/lib/api.gen";
import type { MailLocale, TemplateDetail } from "@/lib/api-types-mail";
import { ApiError } from "@/lib/problem";
import type { Draft } from "./draft";

type Schemas = components["schemas"];
export type Editor = Schemas["EditorOut"];
export type KeptDraft = Schemas["DraftOut"];
export type Converted = Schemas["ConvertOut"];

const at = (id: number) => ({ path: { template_id: id } });

/** A request that outlives its page may carry this much, in bytes. */
const KEEPALIVE_LIMIT = 60_000;

/** Without content the draft is forgotten, and one still counts as being here. */
export function keepDraft(
  id: number,
  base_version: number,
  content: Partial<Draft> | null,
  isLeaving = false,
) {
  const body = { base_version, content, keep_content: false };
  const keepalive = isLeaving && new Blob([JSON.stringify(body)]).size < KEEPALIVE_LIMIT;
  return unwrap(api.PUT("/api/email-templates/{template_id}/draft", { params: at(id), body, keepalive }));
}

/** Others no longer see one here; what was kept stays. Outlives the page. */
export const leaveEditor = (id: number, base_version: number) =>
  unwrap(
    api.PUT("/api/email-templates/{template_id}/draft", {
      params: at(id),
      body: { base_version, content: null, keep_content: true, leaving: true },
      keepalive: true,
    }),
  );

export const dropDraft = (id: number) =>
  unwrap(api.DELETE("/api/email-templates/{template_id}/draft", { params: at(id) }));

/** One's own unsaved work; null when there is none. */
export const keptDraftQuery = (id: number) =>
  queryOptions({
    queryKey: ["email-template-draft", id],
    queryFn: async () => {
      try {
        return await unwrap(api.GET("/api/email-templates/{template_id}/draft", { params: at(id) }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

/** Says "I am here" and asks who else is; the stream's events ask again at once. */
export const editorsQuery = (id: number, base_version: number) =>
  queryOptions({
    queryKey: ["email-template-editing", id],
    queryFn: () =>
      unwrap(
        api.PUT("/api/email-templates/{template_id}/draft", {
          params: at(id),
          body: { base_version, content: null, keep_content: true },
        }),
      ),
    refetchInterval: 20_000,
    gcTime: 0,
  });

export const createVariant = (id: number, locale: MailLocale): Promise<TemplateDetail> =>
  unwrap(api.POST("/api/email-templates/{template_id}/variants", { params: at(id), body: { locale } }));

export const archiveTemplate = (id: number, isArchived: boolean): Promise<TemplateDetail> =>
  unwrap(
    isArchived
      ? api.POST("/api/email-templates/{template_id}/archive", { params: at(id) })
      : api.POST("/api/email-templates/{template_id}/unarchive", { params: at(id) }),
  );

/** What a source becomes in another format, and what that changes; nothing is saved. */
export const convertQuery = (html_code: string, source_format: "html" | "mjml", to: "html" | "mjml") =>
  queryOptions({
    queryKey: ["email-template-convert", html_code, to],
    queryFn: () =>
      unwrap(api.POST("/api/email-templates/convert", { body: { html_code, source_format, to } })),
    gcTime: 0,
  });

export const exportAddress = (id: number) => `/api/email-templates/export?ids=${id}`;

export const renderedQuery = (id: number, number: number) =>
  queryOptions({
    queryKey: ["email-templates", id, "versions", number, "rendered"],
    queryFn: () =>
      unwrap(
        api.GET("/api/email-templates/{template_id}/versions/{number}/rendered", {
          params: { path: { template_id: id, number } },
        }),
      ),
    staleTime: 300_000,
  });
