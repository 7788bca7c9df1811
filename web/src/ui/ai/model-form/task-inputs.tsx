import { ActionIcon, Button, Checkbox, Fieldset, Select, TagsInput, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { TASK_INPUT_TYPES } from "@/lib/choices-ai";
import classes from "./model-form.module.css";
import type { TaskProps } from "./task-editor";
import { NEW_INPUT } from "./values";

/** What a person fills in before a task runs. */
export function TaskInputs({ form, index }: TaskProps) {
  const { t } = useTranslation("ai-models");
  const list = `task.${index}.inputs`;
  const inputs = form.values.task[index]?.inputs ?? [];
  return (
    <Fieldset legend={t("task.inputs")} variant="unstyled">
      <div className={classes.inputs}>
        {inputs.map((input, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: inputs have no identity but their place
          <div key={place} className={classes.input}>
            <TextInput
              aria-label={t("task.input_label", { number: place + 1 })}
              placeholder={t("task.input_label_placeholder")}
              {...form.getInputProps(`${list}.${place}.label`)}
            />
            <TextInput
              aria-label={t("task.input_name", { number: place + 1 })}
              placeholder="letter"
              spellCheck={false}
              {...form.getInputProps(`${list}.${place}.name`)}
            />
            <Select
              aria-label={t("task.input_type", { number: place + 1 })}
              data={TASK_INPUT_TYPES.map((value) => ({ value, label: t(`input_type.${value}`) }))}
              {...form.getInputProps(`${list}.${place}.type`)}
            />
            <Checkbox
              mt={8}
              label={t("task.required")}
              {...form.getInputProps(`${list}.${place}.required`, { type: "checkbox" })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("task.input_remove", { name: input.label || input.name })}
              onClick={() => form.removeListItem(list, place)}
            >
              <IconX size={16} />
            </ActionIcon>
            {input.type === "choice" && (
              <TagsInput
                className={classes.wide}
                size="sm"
                aria-label={t("task.options", { number: place + 1 })}
                placeholder={t("task.options_placeholder")}
                {...form.getInputProps(`${list}.${place}.options`)}
              />
            )}
          </div>
        ))}
      </div>
      <Button
        mt={inputs.length > 0 ? "xs" : 4}
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => form.insertListItem(list, { ...NEW_INPUT })}
      >
        {t("task.add_input")}
      </Button>
    </Fieldset>
  );
}
