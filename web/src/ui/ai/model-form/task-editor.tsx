import {
  ActionIcon,
  Button,
  Group,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./model-form.module.css";
import { TaskInputs } from "./task-inputs";
import { type ModelValues, NEW_STEP, type TaskDraft } from "./values";

export type TaskProps = { form: UseFormReturnType<ModelValues>; index: number };

export function TaskEditor({ form, index }: TaskProps) {
  const { t } = useTranslation("ai-models");
  const at = `task.${index}`;
  const task = form.values.task[index];
  if (!task) return null;
  return (
    <Stack gap="md" className={classes.taskBody}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput label={t("task.title")} required {...form.getInputProps(`${at}.title`)} />
        <TextInput
          label={t("task.name")}
          description={t("task.name_hint")}
          required
          spellCheck={false}
          placeholder="summarise-letter"
          {...form.getInputProps(`${at}.name`)}
        />
      </SimpleGrid>
      <Textarea label={t("task.description")} minRows={1} {...form.getInputProps(`${at}.description`)} />
      <TaskInputs form={form} index={index} />
      <div>
        <Text size="sm" fw={560} mb={6}>
          {t("task.steps")}
        </Text>
        <ol className={classes.steps}>
          {task.steps.map((_, step) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
            <li key={step} className={classes.step}>
              <StepEditor form={form} index={index} task={task} step={step} />
            </li>
          ))}
        </ol>
        <Button
          mt="sm"
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => form.insertListItem(`${at}.steps`, { ...NEW_STEP })}
        >
          {t("task.add_step")}
        </Button>
      </div>
    </Stack>
  );
}

function StepEditor({ form, index, task, step }: TaskProps & { task: TaskDraft; step: number }) {
  const { t } = useTranslation("ai-models");
  const list = `task.${index}.steps`;
  const at = `${list}.${step}`;
  const draft = task.steps[step];
  const number = step + 1;
  const move = (to: number) => form.reorderListItem(list, { from: step, to });
  const insert = (reference: string) =>
    form.setFieldValue(`${at}.prompt`, `${draft?.prompt ?? ""}{{ ${reference} }}`);
  const references = [
    ...task.inputs.filter((input) => input.name).map((input) => `inputs.${input.name}`),
    ...task.steps.slice(0, step).map((_, before) => `steps.${before + 1}`),
  ];
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={560}>
          {t("task.step", { number })}
        </Text>
        <Group gap={4}>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={step === 0}
            aria-label={t("task.step_up", { number })}
            onClick={() => move(step - 1)}
          >
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={step === task.steps.length - 1}
            aria-label={t("task.step_down", { number })}
            onClick={() => move(step + 1)}
          >
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={task.steps.length === 1}
            aria-label={t("task.step_remove", { number })}
            onClick={() => form.removeListItem(list, step)}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      </Group>
      <Textarea
        aria-label={t("task.prompt", { number })}
        placeholder={t("task.prompt_placeholder")}
        maxRows={16}
        {...form.getInputProps(`${at}.prompt`)}
      />
      {references.length > 0 && (
        <Group gap={6}>
          <Text size="xs" c="dimmed">
            {t("task.insert")}
          </Text>
          {references.map((reference) => (
            <Button
              key={reference}
              size="compact-xs"
              variant="default"
              className={classes.insert}
              onClick={() => insert(reference)}
            >
              {reference}
            </Button>
          ))}
        </Group>
      )}
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t("task.output", { number })}
        data={(["text", "json"] as const).map((value) => ({ value, label: t(`task.output_${value}`) }))}
        {...form.getInputProps(`${at}.output`)}
      />
      {draft?.output === "json" && (
        <Textarea
          label={t("task.schema")}
          description={t("task.schema_hint")}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          minRows={4}
          maxRows={18}
          spellCheck={false}
          {...form.getInputProps(`${at}.schema`)}
        />
      )}
    </Stack>
  );
}
