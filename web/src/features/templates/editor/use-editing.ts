import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useReducer, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateChange, TemplateDetail, TemplateProblem } from "@/lib/api-types-mail";
import { ApiError } from "@/lib/problem";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { fromErrors } from "../checks/problems";
import { changeTemplate, templateQuery } from "../queries";
import { afterSending, changesOf, type Draft, isDirty, isNewer, toDraft } from "./draft";
import { currentVersionOf, IDLE, nextSaving, type Saving } from "./saving";
import { begin, moved, redone, saved, typed, undone, type Work } from "./work";

type Request = { change: Omit<TemplateChange, "version">; version: number; sent: Draft };

export type Editing = {
  base: TemplateDetail;
  draft: Draft;
  dirty: boolean;
  saving: Saving;
  /** Why the last save or activation was refused. */
  refusals: TemplateProblem[];
  /** Changes of one field that follow on each other count as one step back; `coalesce` names other such series. */
  set: (change: Partial<Draft>, options?: { coalesce?: string }) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  save: () => void;
  activate: (isActive: boolean) => void;
  setDefault: (isDefault: boolean) => void;
  /** After a stale version: my changes on top of the newest. */
  saveOnTop: () => void;
  /** Puts a newer state in place, with a draft on top of it or none; mine stays one step back. */
  adopt: (newest: TemplateDetail, draft?: Draft) => void;
  /** As `adopt`, and saves what was merged. */
  saveMerged: (newest: TemplateDetail, draft: Draft) => void;
  /** Somebody saved before this change came: puts it into the draft, and lets a person choose. */
  overtake: (change: Partial<Draft>, currentVersion: number, proposalId?: string) => void;
  /** The template as a whole changed (archived, say): puts that beneath the draft, which stays. */
  follow: (newest: TemplateDetail) => void;
  dismiss: () => void;
};

/** The work on one template: what was typed, on top of what is saved, and the course of saving it. */
export function useEditing(latest: TemplateDetail): Editing {
  const { t } = useTranslation("template-editor");
  const client = useQueryClient();
  const tellError = useNotifyError();
  const [work, setWork] = useState(() => begin(latest));
  // What a key has just changed is to be saved by the next one, drawn or not.
  const newest = useRef(work);
  const change = (by: (now: Work) => Work) => {
    newest.current = by(newest.current);
    setWork(newest.current);
  };
  const [saving, advance] = useReducer(nextSaving, IDLE);
  const [refusals, setRefusals] = useState<TemplateProblem[]>([]);
  const dirty = isDirty(work);
  // Somebody saved elsewhere and nothing was typed here: follow. With unsaved work the save will ask.
  if (!dirty && isNewer(latest, work.base)) change((now) => moved(now, latest));

  const publish = (template: TemplateDetail) => {
    setRefusals([]);
    client.setQueryData(templateQuery(template.id).queryKey, template);
    void client.invalidateQueries({ queryKey: ["email-templates"] });
  };
  const mutation = useMutation({
    // One after the other with the keeping of drafts, or a late draft would outlive the save it belongs to.
    scope: { id: `email-template-${latest.id}` },
    mutationFn: ({ change, version }: Request) => changeTemplate(latest.id, { ...change, version }),
    onMutate: () => advance({ step: "started" }),
    onSuccess: (template, { change: what, sent }) => {
      advance({ step: "done" });
      change((now) => saved(now, template, sent));
      publish(template);
      notifyDone(t(`done.${outcome(what)}`));
    },
    onError: (error, { change: what }) => {
      const current = error instanceof ApiError ? currentVersionOf(error.status, error.body) : null;
      if (current !== null) {
        return advance({
          step: "overtaken",
          currentVersion: current,
          isActivation: what.is_active === true,
          proposalId: what.proposal_id,
        });
      }
      advance({ step: "refused" });
      if (error instanceof ApiError && error.status === 422 && error.errors.length > 0) {
        setRefusals(fromErrors(error.errors));
      }
      tellError(error);
    },
  });
  const send = (what: Request["change"], version = newest.current.base.version) => {
    if (mutation.isPending) return;
    mutation.mutate({ change: what, version, sent: afterSending(newest.current, what) });
  };
  const mine = () => changesOf(newest.current);

  return {
    base: work.base,
    draft: work.draft,
    dirty,
    saving,
    refusals,
    set: (what, { coalesce } = {}) => {
      setRefusals([]);
      const fields = Object.keys(what);
      const key = coalesce ?? (fields.length === 1 ? (fields[0] ?? null) : null);
      change((now) => typed(now, what, key, Date.now()));
    },
    undo: () => change(undone),
    redo: () => change(redone),
    canUndo: work.trail.past.length > 0,
    canRedo: work.trail.future.length > 0,
    save: () => isDirty(newest.current) && send(mine()),
    activate: (isActive) => send(isActive ? { ...mine(), is_active: true } : { is_active: false }),
    setDefault: (isDefault) => send({ is_default: isDefault }),
    saveOnTop: () => {
      if (saving.state !== "stale") return;
      send({ ...mine(), ...beside(saving) }, saving.currentVersion);
    },
    adopt: (template, draft) => {
      advance({ step: "dismissed" });
      change((now) => moved(now, template, draft));
      publish(template);
    },
    saveMerged: (template, draft) => {
      advance({ step: "dismissed" });
      change((now) => moved(now, template, draft));
      send({ ...mine(), ...beside(saving) });
    },
    overtake: (what, currentVersion, proposalId) => {
      change((now) => typed(now, what, null, Date.now()));
      advance({ step: "overtaken", currentVersion, isActivation: false, proposalId });
    },
    follow: (template) => {
      change((now) => saved(now, template, toDraft(now.base)));
      publish(template);
    },
    dismiss: () => advance({ step: "dismissed" }),
  };
}

/** What goes with the content of a save that somebody had overtaken. */
function beside(saving: Saving): Request["change"] {
  if (saving.state !== "stale") return {};
  const { isActivation, proposalId } = saving;
  return { ...(isActivation && { is_active: true }), ...(proposalId && { proposal_id: proposalId }) };
}

function outcome({ is_active: isActive }: Request["change"]): string {
  if (isActive === undefined) return "saved";
  return isActive ? "activated" : "deactivated";
}
