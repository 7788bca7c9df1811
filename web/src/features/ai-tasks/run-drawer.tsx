import { Button, Drawer, Group, Stack, Text, Title } from "@mantine/core";
import { IconRepeat } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TaskRunBrief } from "@/lib/api-types-ai-use";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { RowSkeleton } from "@/ui/list/list-state";
import { Time } from "@/ui/time/time";
import { runQuery } from "./queries";
import { RunOutcome, RunStatus } from "./run-outcome";
import { stepsOf } from "./running";
import { StepList } from "./step-list";
import classes from "./tasks.module.css";

type RunDrawerProps = { id: string | undefined; onClose: () => void; onAgain: (run: TaskRunBrief) => void };

/** A run that was kept: what it was given and what each step answered. */
export function RunDrawer({ id, onClose, onAgain }: RunDrawerProps) {
  const { t } = useTranslation("ai-tasks");
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={t("kept")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {id && <KeptRun id={id} onAgain={onAgain} />}
    </Drawer>
  );
}

function KeptRun({ id, onAgain }: { id: string; onAgain: (run: TaskRunBrief) => void }) {
  const { t } = useTranslation("ai-tasks");
  const query = useQuery(runQuery(id));
  if (query.isPending) {
    return (
      <div aria-busy="true">
        <RowSkeleton rows={3} />
      </div>
    );
  }
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const run = query.data;
  const inputs = Object.entries(run.inputs).filter(([, value]) => value !== null);
  return (
    <Stack gap="lg">
      <div>
        <Group gap="sm">
          <Title order={2} className="fd-break">
            {run.task_title || run.task_name}
          </Title>
          <RunStatus status={run.status} />
        </Group>
        <Text size="xs" c="dimmed">
          {run.model_name} · <Time at={run.created_at} mode="absolute" />
        </Text>
      </div>
      {inputs.length > 0 && (
        <dl className={classes.inputs}>
          {inputs.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === "boolean" ? t(value ? "yes" : "no") : String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <StepList steps={stepsOf(run)} />
      <RunOutcome run={run} />
      <Group>
        <Button leftSection={<IconRepeat size={16} aria-hidden />} onClick={() => onAgain(run)}>
          {t("again")}
        </Button>
      </Group>
    </Stack>
  );
}
