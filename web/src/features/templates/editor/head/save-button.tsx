import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { ReachList } from "@/ui/template-reach/reach-list";
import type { Editing } from "../use-editing";

export type Saver = { save: () => void; asking: boolean; close: () => void };

/** Saving; what every organisation is served with at once is saved after a look at whom it reaches. */
export function useSaver({ base, dirty, save }: Editing): Saver {
  const [asking, ask] = useDisclosure(false);
  const reachesMany = base.organization_id === null && base.is_active;
  return { save: () => dirty && (reachesMany ? ask.open() : save()), asking, close: ask.close };
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
        <Text size="sm" mb="sm">
          {t("reach.save_text")}
        </Text>
        {saver.asking && <ReachList templateId={base.id} />}
      </ConfirmDialog>
    </>
  );
}
