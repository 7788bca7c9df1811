import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Template } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { changeTemplate, deleteTemplate, duplicateTemplate } from "../queries";
import { archiveTemplate, unarchiveTemplate } from "./queries";

/** What the menu of one template does. */
export function useTemplateActions(template: Template, home: string) {
  const { t } = useTranslation("template-library");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const onError = useNotifyError();
  const refresh = () => client.invalidateQueries({ queryKey: ["email-templates"] });
  const { id, name, version } = template;
  const activate = () => changeTemplate(id, { version, is_active: true });
  const duplicate = useMutation({
    mutationFn: () => duplicateTemplate(id),
    onSuccess: async (copy) => {
      notifyDone(t("done.duplicated", { name: copy.name }));
      await refresh();
      await navigate({ to: path(`${home}/${copy.id}`) });
    },
    onError,
  });
  const change = useMutation({
    mutationFn: (action: "activate" | "deactivate" | "archive" | "unarchive") => {
      if (action === "activate") return activate();
      if (action === "deactivate") return changeTemplate(id, { version, is_active: false });
      return action === "archive" ? archiveTemplate(id) : unarchiveTemplate(id);
    },
    onSuccess: async (_, action) => {
      notifyDone(t(`done.${action}`, { name }));
      await refresh();
    },
    onError,
  });
  return {
    duplicate,
    change,
    /** For a dialog that shows by itself why it was refused. */
    activate,
    remove: () => deleteTemplate(id),
    refresh,
    isBusy: duplicate.isPending || change.isPending,
  };
}
