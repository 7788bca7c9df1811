import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { PreviewInput, TemplateDetail } from "@/lib/api-types-mail";
import type { AiConfigInput, EstimateInput, Proposal, WordingInput } from "@/lib/api-types-mail-ai";
import type { ChosenSubject } from "@/lib/api-types-mail-optimising";
import { pagedOptions } from "@/lib/query";
import { type ModelKey, partsOf } from "@/lib/usable-models";
import { baseOf, type Subject } from "./generator/order";

const at = (template_id: number) => ({ path: { template_id } });
const of = (proposal_id: string) => ({ path: { proposal_id } });

/** Tokens and money that an order takes at most; nothing is asked of a model. */
export const estimateQuery = (body: EstimateInput) =>
  queryOptions({
    queryKey: ["ai-mail-estimate", body],
    queryFn: ({ signal }) => unwrap(api.POST("/api/email/ai-estimate", { body, signal })),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 30_000,
  });

/** What models proposed for a template, the newest first. */
export const proposalsQuery = (template_id: number) =>
  pagedOptions(["email-templates", template_id, "ai-proposals"], (cursor) =>
    unwrap(api.GET("/api/email/ai-proposals", { params: { query: { template_id, cursor, limit: 20 } } })),
  );

export const proposalQuery = (id: string) =>
  queryOptions({
    queryKey: ["ai-proposals", id],
    queryFn: () => unwrap(api.GET("/api/email/ai-proposals/{proposal_id}", { params: of(id) })),
  });

/** Left out, `version` is the one that the proposal was made of. */
export const acceptProposal = (id: string, version?: number): Promise<TemplateDetail> =>
  unwrap(
    api.POST("/api/email/ai-proposals/{proposal_id}/accept", {
      params: of(id),
      body: version === undefined ? {} : { version },
    }),
  );

export const rejectProposal = (id: string): Promise<Proposal> =>
  unwrap(api.POST("/api/email/ai-proposals/{proposal_id}/reject", { params: of(id) }));

export const configQuery = (id: number) =>
  queryOptions({
    queryKey: ["email-templates", id, "ai-config"],
    queryFn: () => unwrap(api.GET("/api/email-templates/{template_id}/ai-config", { params: at(id) })),
  });

export const saveConfig = (id: number, body: AiConfigInput) =>
  unwrap(api.PUT("/api/email-templates/{template_id}/ai-config", { params: at(id), body }));

export const templateQuery = (id: number) =>
  queryOptions({
    queryKey: ["email-templates", id],
    queryFn: () => unwrap(api.GET("/api/email-templates/{template_id}", { params: at(id) })),
  });

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", id],
    queryFn: () => unwrap(api.GET("/api/contacts/{contact_id}", { params: { path: { contact_id: id } } })),
  });

export const contactsQuery = (q: string) =>
  queryOptions({
    queryKey: ["contacts", "ai-recipient", q],
    queryFn: () => unwrap(api.GET("/api/contacts", { params: { query: { q, limit: 8 } } })),
    placeholderData: keepPreviousData,
    select: (page) => page.items,
  });

/** A mail as its recipient would see it, filled with the type's samples. */
export const renderedQuery = (body: PreviewInput) =>
  queryOptions({
    queryKey: ["email-template-preview", body],
    queryFn: ({ signal }) => unwrap(api.POST("/api/email-templates/preview", { body, signal })),
    staleTime: 60_000,
    gcTime: 30_000,
  });

/** Places that could be said more plainly, or that do not fit a tone. No model is asked. */
export const wordingQuery = (body: WordingInput) =>
  queryOptions({
    queryKey: ["email-template-wording", body],
    queryFn: ({ signal }) => unwrap(api.POST("/api/email/check-wording", { body, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 30_000,
  });

/** Other subjects for what is being written, by patterns and, if one is named, by a model. */
export function ideasQuery(about: Subject, model: ModelKey | null) {
  const base = baseOf(about);
  const parts = model && partsOf(model);
  const body = {
    template_id: about.template.id,
    ...(base && { base }),
    ...(parts && { ai_model_type: parts.model_type, ai_model_id: parts.model_id }),
  };
  return queryOptions({
    queryKey: ["email-template-subjects", about.template.id, about.template.version, body],
    queryFn: ({ signal }) => unwrap(api.POST("/api/email/ai-subjects", { body, signal })),
    // A model is paid for each time.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

/** A draft campaign with the template as it is saved, which tries the subjects against the current one. */
export const testSubjects = (template_id: number, subjects: ChosenSubject[]) =>
  unwrap(api.POST("/api/email/ai-subjects/campaign", { body: { template_id, subjects } }));
