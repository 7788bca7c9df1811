import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { PreviewInput, TemplateDetail, TemplateProblem } from "@/lib/api-types-mail";
import { useNotifyError } from "@/ui/form/submit";
import { ActivateDialog } from "./activate-dialog";
import { checkTemplate, servingQuery } from "./queries";

type Activation = {
  template: TemplateDetail;
  /** What would be activated, as it is written now. */
  input: PreviewInput;
  onActivate: () => void;
  onJump: (problem: TemplateProblem) => void;
  /** Said above the button, such as whom it reaches. With it the dialog always opens. */
  note?: ReactNode;
};

/**
 * Checks before activation. Where nothing is wrong and nothing else gets deactivated it is activated at once; else a
 * dialog says so first. Put `dialog` somewhere.
 */
export function useActivation({ template, input, onActivate, onJump, note }: Activation): {
  start: () => void;
  isChecking: boolean;
  dialog: ReactNode;
} {
  const client = useQueryClient();
  const tellError = useNotifyError();
  const [isOpen, setOpen] = useState(false);
  const check = useMutation({
    mutationFn: async () => {
      const [found, page] = await Promise.all([
        checkTemplate(input, false),
        client.fetchQuery(servingQuery(template)),
      ]);
      const serving = page.items.find(({ id }) => id !== template.id) ?? null;
      return { problems: found.items, serving };
    },
    onSuccess: ({ problems, serving }) => {
      if (problems.length === 0 && !serving && !note) onActivate();
      else setOpen(true);
    },
    onError: tellError,
  });
  return {
    start: () => check.mutate(),
    isChecking: check.isPending,
    dialog: check.data && (
      <ActivateDialog
        opened={isOpen}
        onClose={() => setOpen(false)}
        problems={check.data.problems}
        deactivates={check.data.serving}
        note={note}
        onActivate={onActivate}
        onJump={onJump}
      />
    ),
  };
}
