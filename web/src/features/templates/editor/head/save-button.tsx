import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import type { Editing } from "../use-editing";
import { ReachNote } from "./activate-switch";

export type Saver = { save: () => void; asking: boolean; close: () => void };

/** Saving; what every organisation is served with at once is saved after a look at whom it reaches. */
export function useSaver({ base, dirty, save }: Editing): Saver {
  const [asking, ask] = useDisclosure(false);
  const reachesMany = base.organization_id === null && base.is_active;
  const start = () => (reachesMany && dirty ? ask.open() : save());
  return { save: start, asking, close: ask.close };
}

export function SaveButton({ editing, saver }: { editing: Editing; saver: Saver }) {
  const { t } = useTranslation("template-shell");
  const { base, dirty, saving } = editing;
  if (!base.can_edit) return null;
  return (
    <>
      <Button
        onClick={saver.save}
        loading={saving.state === "saving"}
        disabled={!dirty}
        aria-keyshortcuts="Control+S Meta+S"
      >
        {t("template-editor:save")}
      </Button>
      <ConfirmDialog
        opened={saver.asking}
        onClose={saver.close}
        title={t("reach.save_title")}
        action={t("template-editor:save")}
        run={async () => editing.save()}
      >
        {saver.asking && <ReachNote id={base.id} text={t("reach.save_text")} />}
      </ConfirmDialog>
    </>
  );
}
