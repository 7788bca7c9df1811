import { Alert, Text, VisuallyHidden } from "@mantine/core";
import { IconPlayerStop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import { CallProblem } from "@/ui/ai/call-problem";
import { QuotaMeter } from "@/ui/ai/quota-meter";
import { RefusalNote } from "@/ui/ai/refusal-note";
import { Surface } from "@/ui/surface/surface";
import type { Task } from "./inputs";
import { RunOutcome } from "./run-outcome";
import { StepList } from "./step-list";
import { TaskForm } from "./task-form";
import classes from "./tasks.module.css";
import { useRun } from "./use-run";

type RunPanelProps = { model: AiModel; task: Task; earlier?: Record<string, unknown> };

/** One task: its inputs, and what comes of them. */
export function RunPanel({ model, task, earlier }: RunPanelProps) {
  const { t } = useTranslation("ai-tasks");
  const { running, start, stop } = useRun(model, task.name);
  const busy = running.state === "running";
  return (
    <div className={classes.panel}>
      <Surface title={task.title || task.name} description={task.description || undefined}>
        {model.refusal && <RefusalNote refusal={model.refusal} />}
        <TaskForm
          task={task}
          earlier={earlier}
          running={busy}
          disabled={!model.usable}
          onRun={start}
          onStop={stop}
        />
        <div className={classes.meters}>
          {model.quotas.map((quota) => (
            <QuotaMeter key={quota.scope} quota={quota} />
          ))}
        </div>
      </Surface>
      {running.state !== "idle" && (
        <section className={classes.output} aria-label={t("output")} aria-busy={busy}>
          <StepList steps={running.steps} />
          {busy && running.steps.length === 0 && (
            <Text size="sm" c="dimmed">
              {t("waiting")}
            </Text>
          )}
          {running.error && <CallProblem error={running.error} />}
          {running.state === "stopped" && (
            <Alert color="gray" variant="light" icon={<IconPlayerStop size={18} />}>
              {t("stopped")}
            </Alert>
          )}
          {running.run && <RunOutcome run={running.run} />}
          <VisuallyHidden role="status">{busy ? "" : t(`ended.${running.state}`)}</VisuallyHidden>
        </section>
      )}
    </div>
  );
}
