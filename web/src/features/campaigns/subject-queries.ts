import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { ChosenSubject } from "@/lib/api-types-mail-optimising";
import { type ModelKey, partsOf } from "@/lib/usable-models";

/** Kept for as long as the page is open: a model is asked, and paid, once. */
export const ideasQuery = (id: string, version: number, model: ModelKey | null) => {
  const chosen = model && partsOf(model);
  return queryOptions({
    queryKey: ["campaign-subject-ideas", id, version, model],
    queryFn: () =>
      unwrap(
        api.POST("/api/email/ai-subjects", {
          body: {
            campaign_id: id,
            ...(chosen && { ai_model_id: chosen.model_id, ai_model_type: chosen.model_type }),
          },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
};

/** The current subject stays as A; these are tried against it. */
export const testSubjects = (id: string, subjects: ChosenSubject[]) =>
  unwrap(
    api.POST("/api/mail/campaigns/{campaign_id}/ai-subjects-test", {
      params: { path: { campaign_id: id } },
      body: { subjects },
    }),
  );
