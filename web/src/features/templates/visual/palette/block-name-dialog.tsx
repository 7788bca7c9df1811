import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { notifyDone } from "@/ui/form/submit";
import { NameDialog } from "@/ui/name-dialog/name-dialog";

type BlockNameDialogProps = {
  opened: boolean;
  title: string;
  name: string;
  onClose: () => void;
  send: (name: string) => Promise<unknown>;
};

/** Asks under which name a block is kept. */
export function BlockNameDialog(dialog: BlockNameDialogProps) {
  const { t } = useTranslation("template-visual");
  const client = useQueryClient();
  return (
    <NameDialog
      {...dialog}
      hint={t("saved.name_hint")}
      done={async () => {
        await client.invalidateQueries({ queryKey: ["email-blocks"] });
        notifyDone(t("saved.done"));
      }}
    />
  );
}
