import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Template, TemplateProblem } from "@/lib/api-types-mail";
import { ProblemList } from "@/ui/template-problems/problem-list";
import { countByLevel } from "@/ui/template-problems/topics";
import classes from "./checks.module.css";

type ActivateDialogProps = {
  opened: boolean;
  onClose: () => void;
  problems: readonly TemplateProblem[];
  /** What serves this type and language until now. */
  deactivates: Pick<Template, "name" | "locale"> | null;
  note?: ReactNode;
  onActivate: () => void;
  onJump: (problem: TemplateProblem) => void;
};

/** Before a template serves: errors refuse it, warnings may be accepted. */
export function ActivateDialog({
  opened,
  onClose,
  problems,
  deactivates,
  note,
  onActivate,
  onJump,
}: ActivateDialogProps) {
  const { t } = useTranslation("template-checks");
  const { errors, warnings } = countByLevel(problems);
  const verdict = errors > 0 ? "refused" : warnings > 0 ? "warned" : "clean";
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t(`activate.title.${verdict}`)}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Stack gap="md">
        <Text size="sm">{t(`activate.text.${verdict}`)}</Text>
        {problems.length > 0 && (
          <div className={classes.found}>
            <ProblemList
              problems={problems}
              onJump={(problem) => {
                onClose();
                // After the dialog has given the focus back, or it would take it from the place again.
                window.setTimeout(() => onJump(problem), 250);
              }}
            />
          </div>
        )}
        {errors === 0 && deactivates && (
          <Alert color="gray" variant="light" icon={<IconInfoCircle size={18} />}>
            {t("activate.replaces", { name: deactivates.name, locale: deactivates.locale.toUpperCase() })}
          </Alert>
        )}
        {errors === 0 && note}
        {errors > 0 && (
          <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />}>
            {t("activate.blocked", { count: errors })}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t(errors > 0 ? "common:action.close" : "common:action.cancel")}
          </Button>
          {errors === 0 && (
            <Button
              data-autofocus
              onClick={() => {
                onClose();
                onActivate();
              }}
            >
              {t(`activate.action.${verdict}`)}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
