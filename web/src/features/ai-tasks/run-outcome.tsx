import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TaskRun } from "@/lib/api-types-ai-use";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";

const TONES: Record<TaskRun["status"], Tone> = { running: "busy", done: "good", failed: "bad" };

export function RunStatus({ status }: { status: TaskRun["status"] }) {
  const { t } = useTranslation("ai-tasks");
  return <StatusBadge tone={TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}

/** Why a run broke off; says nothing of one that did not. */
export function RunOutcome({ run }: { run: Pick<TaskRun, "status" | "error"> }) {
  const { t } = useTranslation("ai-tasks");
  if (run.status !== "failed") return null;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertCircle size={18} />}
      title={t("broke_off")}
    >
      {run.error}
    </Alert>
  );
}
