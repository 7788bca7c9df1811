import { ActionIcon, Button, Collapse, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconCopy, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { validateTasks } from "@/lib/ai-registry";
import { FormError } from "../../form/submit";
import type { SectionProps } from "./connection-section";
import classes from "./model-form.module.css";
import { TaskEditor } from "./task-editor";
import { NEW_TASK, toTask } from "./values";

/** Named pipelines: people run them from a form, without writing a prompt. */
export function TaskSection({ form }: SectionProps) {
  const { t } = useTranslation("ai-models");
  const [open, setOpen] = useState<number | null>(null);
  const tasks = form.values.task;
  const check = useMutation({
    mutationFn: () => validateTasks(tasks.map(toTask)),
    onSuccess: ({ errors }) => {
      const found = Object.fromEntries(errors.map(({ field, message }) => [field, message]));
      form.setErrors({ ...withoutTasks(form.errors), ...found });
      const first = errors[0]?.field.match(/^task\.(\d+)/)?.[1];
      if (first) setOpen(Number(first));
    },
  });
  const add = (task: typeof NEW_TASK) => {
    form.insertListItem("task", structuredClone(task));
    setOpen(tasks.length);
  };
  const wrong = (index: number) =>
    Object.keys(form.errors).filter(
      (field) => field === `task.${index}` || field.startsWith(`task.${index}.`),
    ).length;
  const result = check.data?.errors.length;
  return (
    <Stack gap="sm">
      {tasks.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("task.none")}
        </Text>
      )}
      {tasks.map((task, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tasks have no identity but their place
        <div key={index} className={classes.task}>
          <div className={classes.taskHead}>
            <UnstyledButton
              className={classes.taskName}
              aria-expanded={open === index}
              onClick={() => setOpen(open === index ? null : index)}
            >
              <Group gap="xs" wrap="nowrap">
                {open === index ? (
                  <IconChevronDown size={16} aria-hidden />
                ) : (
                  <IconChevronRight size={16} aria-hidden />
                )}
                <span className="fd-break">
                  <Text span size="sm" fw={560}>
                    {task.title || task.name || t("task.untitled", { number: index + 1 })}
                  </Text>
                  <Text span size="xs" c={wrong(index) ? "red" : "dimmed"} ml="xs">
                    {wrong(index)
                      ? t("task.problems", { count: wrong(index) })
                      : t("task.size", { count: task.steps.length })}
                  </Text>
                </span>
              </Group>
            </UnstyledButton>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("task.duplicate", { name: task.title || task.name })}
              onClick={() => add({ ...task, name: `${task.name}-copy` })}
            >
              <IconCopy size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="red"
              aria-label={t("task.remove", { name: task.title || task.name })}
              onClick={() => {
                form.removeListItem("task", index);
                setOpen(null);
              }}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </div>
          <Collapse expanded={open === index}>
            {open === index && <TaskEditor form={form} index={index} />}
          </Collapse>
        </div>
      ))}
      <FormError error={check.error} />
      <Group gap="xs">
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => add(NEW_TASK)}
        >
          {t("task.add")}
        </Button>
        {tasks.length > 0 && (
          <Button variant="subtle" size="compact-sm" loading={check.isPending} onClick={() => check.mutate()}>
            {t("task.check")}
          </Button>
        )}
        <Text size="xs" c={result ? "red" : "dimmed"} role="status">
          {result !== undefined && (result ? t("task.problems", { count: result }) : t("task.fine"))}
        </Text>
      </Group>
    </Stack>
  );
}

function withoutTasks<T>(errors: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(errors).filter(([field]) => !/^task(\.|$)/.test(field)));
}
