import { Button, Group, Text } from "@mantine/core";
import { IconHistory, IconRepeat } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TaskRunBrief } from "@/lib/api-types-ai-use";
import { useMe } from "@/lib/session";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { runsQuery } from "./queries";
import { RunStatus } from "./run-outcome";

type RunHistoryProps = { onOpen: (id: string) => void; onAgain: (run: TaskRunBrief) => void };

/** The person's own runs, newest first. */
export function RunHistory({ onOpen, onAgain }: RunHistoryProps) {
  const { t } = useTranslation("ai-tasks");
  const runs = useInfiniteQuery(runsQuery(useMe().profile?.id ?? ""));
  const columns: Column<TaskRunBrief>[] = [
    {
      key: "task",
      header: t("column.task"),
      render: (run) => (
        <div className="fd-break">
          <Text size="sm" fw={560}>
            {run.task_title || run.task_name}
          </Text>
          <Text size="xs" c="dimmed">
            {run.model_name}
          </Text>
        </div>
      ),
    },
    { key: "status", header: t("column.status"), render: (run) => <RunStatus status={run.status} /> },
    { key: "at", header: t("column.at"), render: (run) => <Time at={run.created_at} /> },
    {
      key: "actions",
      header: t("column.actions"),
      align: "right",
      render: (run) => (
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("open_run", { name: run.task_title || run.task_name })}
            onClick={() => onOpen(run.id)}
          >
            {t("open")}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconRepeat size={14} aria-hidden />}
            aria-label={t("again_run", { name: run.task_title || run.task_name })}
            onClick={() => onAgain(run)}
          >
            {t("again")}
          </Button>
        </Group>
      ),
    },
  ];
  return (
    <Surface flush title={t("history.title")} description={t("history.text")}>
      <DataTable
        label={t("history.title")}
        query={runs}
        columns={columns}
        rowKey={(run) => run.id}
        empty={
          <EmptyState icon={IconHistory} title={t("history.empty")}>
            {t("history.empty_text")}
          </EmptyState>
        }
      />
    </Surface>
  );
}
