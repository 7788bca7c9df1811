import { Switch, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { ReachList } from "@/ui/template-reach/reach-list";
import type { Editing } from "../use-editing";

/** Whether it serves; a default for all organisations names them before it changes that. */
export function ActivateSwitch({ editing }: { editing: Editing }) {
  const { t } = useTranslation("template-shell");
  const { base, saving } = editing;
  const mayActivate = useCan("templates.activate") && base.can_edit;
  const [asking, ask] = useDisclosure(false);
  const isGlobal = base.organization_id === null;
  if (!mayActivate) return null;
  return (
    <>
      <Tooltip
        label={t(base.is_active ? "template-editor:activate.is_active" : "template-editor:activate.is_draft")}
        multiline
        maw={260}
      >
        <Switch
          label={t("template-editor:activate.label")}
          checked={base.is_active}
          disabled={saving.state === "saving"}
          onChange={(event) => (isGlobal ? ask.open() : editing.activate(event.currentTarget.checked))}
        />
      </Tooltip>
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={t(base.is_active ? "reach.deactivate_title" : "reach.activate_title")}
        action={t(base.is_active ? "templates:card.deactivate" : "templates:card.activate")}
        run={async () => editing.activate(!base.is_active)}
      >
        <Text size="sm" mb="sm">
          {t(base.is_active ? "reach.deactivate_text" : "reach.activate_text")}
        </Text>
        {asking && <ReachList templateId={base.id} />}
      </ConfirmDialog>
    </>
  );
}
