import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { duplicateTemplate } from "../queries";

/** Makes a copy and opens it. `home` is the list's address. */
export function useDuplicate(id: number, home: string) {
  const { t } = useTranslation("templates");
  const client = useQueryClient();
  const navigate = useNavigate();
  const tellError = useNotifyError();
  return useMutation({
    mutationFn: () => duplicateTemplate(id),
    onSuccess: async (copy) => {
      notifyDone(t("card.duplicated", { name: copy.name }));
      void client.invalidateQueries({ queryKey: ["email-templates"] });
      await navigate({ to: `${home}/${copy.id}` });
    },
    onError: tellError,
  });
}
