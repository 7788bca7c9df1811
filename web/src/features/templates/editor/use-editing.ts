import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useReducer, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateChange, TemplateDetail, TemplateProblem } from "@/lib/api-types-mail";
import { ApiError } from "@/lib/problem";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { fromErrors } from "../checks/problems";
import { changeTemplate, templateQuery } from "../queries";
import { afterSending, changesOf, type Draft, isDirty, isNewer, rebase, toDraft } from "./draft";
import { currentVersionOf, IDLE, nextSaving, type Saving } from "./saving";

type Request = { change: Omit<TemplateChange, "version">; version: number; sent: Draft };

export type Editing = {
  base: TemplateDetail;
  draft: Draft;
  dirty: boolean;
  saving: Saving;
  /** Why the last save or activation was refused. */
  refusals: TemplateProblem[];
  set: (change: Partial<Draft>) => void;
  save: () => void;
  activate: (isActive: boolean) => void;
  setDefault: (isDefault: boolean) => void;
  /** After a stale version: my changes on top of the newest. */
  saveOnTop: () => void;
  /** After a stale version: forget mine. */
  takeTheirs: () => Promise<void>;
  /** Something else, such as a restored version, became the newest state. */
  adopt: (saved: TemplateDetail) => void;
  dismiss: () => void;
};

/** The work on one template: what was typed, on top of what is saved, and the course of saving it. */
export function useEditing(latest: TemplateDetail): Editing {
  const { t } = useTranslation("template-editor");
  const client = useQueryClient();
  const tellError = useNotifyError();
  const [work, setWork] = useState(() => ({ base: latest, draft: toDraft(latest) }));
  const [saving, advance] = useReducer(nextSaving, IDLE);
  const [refusals, setRefusals] = useState<TemplateProblem[]>([]);
  const dirty = isDirty(work);
  // Somebody saved elsewhere and nothing was typed here: follow. With unsaved work the save will ask.
  if (!dirty && isNewer(latest, work.base)) setWork({ base: latest, draft: toDraft(latest) });

  const adopt = (saved: TemplateDetail, sent?: Draft) => {
    setWork((now) => (sent ? rebase(now, saved, sent) : { base: saved, draft: toDraft(saved) }));
    setRefusals([]);
    client.setQueryData(templateQuery(saved.id).queryKey, saved);
    void client.invalidateQueries({ queryKey: ["email-templates"] });
  };
  const mutation = useMutation({
    mutationFn: ({ change, version }: Request) => changeTemplate(work.base.id, { ...change, version }),
    onMutate: () => advance({ step: "started" }),
    onSuccess: (saved, { change, sent }) => {
      advance({ step: "done" });
      adopt(saved, sent);
      notifyDone(t(`done.${outcome(change)}`));
    },
    onError: (error, { change }) => {
      const current = error instanceof ApiError ? currentVersionOf(error.status, error.body) : null;
      if (current !== null) {
        return advance({
          step: "overtaken",
          currentVersion: current,
          isActivation: change.is_active === true,
        });
      }
      advance({ step: "refused" });
      if (error instanceof ApiError && error.status === 422 && error.errors.length > 0) {
        setRefusals(fromErrors(error.errors));
      }
      tellError(error);
    },
  });
  const send = (change: Request["change"], version = work.base.version) => {
    if (!mutation.isPending) mutation.mutate({ change, version, sent: afterSending(work, change) });
  };

  return {
    ...work,
    dirty,
    saving,
    refusals,
    set: (change) => {
      setRefusals([]);
      setWork((now) => ({ ...now, draft: { ...now.draft, ...change } }));
    },
    save: () => dirty && send(changesOf(work)),
    activate: (isActive) => send(isActive ? { ...changesOf(work), is_active: true } : { is_active: false }),
    setDefault: (isDefault) => send({ is_default: isDefault }),
    saveOnTop: () => {
      if (saving.state !== "stale") return;
      send({ ...changesOf(work), ...(saving.isActivation && { is_active: true }) }, saving.currentVersion);
    },
    takeTheirs: async () => {
      const theirs = await client.fetchQuery({ ...templateQuery(work.base.id), staleTime: 0 });
      adopt(theirs);
      advance({ step: "dismissed" });
    },
    adopt: (saved) => adopt(saved),
    dismiss: () => advance({ step: "dismissed" }),
  };
}

function outcome({ is_active: isActive }: Request["change"]): string {
  if (isActive === undefined) return "saved";
  return isActive ? "activated" : "deactivated";
}
