import { Stack, Switch, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { PreviewInput, TemplateProblem } from "@/lib/api-types-mail";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { ReachList } from "@/ui/template-reach/reach-list";
import { useActivation } from "../../checks/use-activation";
import type { Editing } from "../use-editing";

type ActivateSwitchProps = {
  editing: Editing;
  /** What would be activated, as it is written now. */
  input: PreviewInput;
  onJump: (problem: TemplateProblem) => void;
};

/** Whether it serves: checked before, and a default for all organisations names whom it reaches. */
export function ActivateSwitch({ editing, input, onJump }: ActivateSwitchProps) {
  const { t } = useTranslation("template-shell");
  const { base, saving } = editing;
  const mayActivate = useCan("templates.activate") && base.can_edit;
  const [asking, ask] = useDisclosure(false);
  const isGlobal = base.organization_id === null;
  const activation = useActivation({
    template: base,
    input,
    onActivate: () => editing.activate(true),
    onJump,
    note: isGlobal ? <ReachNote id={base.id} text={t("reach.activate_text")} /> : undefined,
  });
  const stop = () => (isGlobal ? ask.open() : editing.activate(false));
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
          disabled={saving.state === "saving" || activation.isChecking}
          onChange={base.is_active ? stop : activation.start}
        />
      </Tooltip>
      {activation.dialog}
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={t("reach.deactivate_title")}
        action={t("templates:card.deactivate")}
        run={async () => editing.activate(false)}
      >
        {asking && <ReachNote id={base.id} text={t("reach.deactivate_text")} />}
      </ConfirmDialog>
    </>
  );
}

/** Whom a change of a global default reaches. */
export function ReachNote({ id, text }: { id: number; text: string }) {
  return (
    <Stack gap="xs">
      <Text size="sm">{text}</Text>
      <ReachList templateId={id} />
    </Stack>
  );
}
