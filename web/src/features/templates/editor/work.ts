import type { TemplateDetail } from "@/lib/api-types-mail";
import { type Draft, type Ground, rebase, toDraft } from "./draft";
import { NO_TRAIL, record, stepBack, stepForward, type Trail } from "./trail";

/** What is saved, what was typed on top of it, and the way back through everything since the page was opened. */
export type Work = Ground & { trail: Trail };

export function begin(base: TemplateDetail): Work {
  return { base, draft: toDraft(base), trail: NO_TRAIL };
}

export function typed(work: Work, change: Partial<Draft>, key: string | null, now: number): Work {
  return {
    ...work,
    draft: { ...work.draft, ...change },
    trail: record(work.trail, work.draft, change, key, now),
  };
}

export function undone(work: Work): Work {
  const step = stepBack(work.trail);
  return step ? { ...work, draft: { ...work.draft, ...step.change }, trail: step.trail } : work;
}

export function redone(work: Work): Work {
  const step = stepForward(work.trail);
  return step ? { ...work, draft: { ...work.draft, ...step.change }, trail: step.trail } : work;
}

/** After one's own save: what was typed since stays, and so does the way back. */
export function saved(work: Work, base: TemplateDetail, sent: Draft): Work {
  return { ...rebase(work, base, sent), trail: work.trail };
}

/** Puts another state and another draft in place; one step back brings the old draft again. */
export function moved(work: Work, base: TemplateDetail, draft: Draft = toDraft(base)): Work {
  return { base, draft, trail: record(work.trail, work.draft, draft, null, 0) };
}
