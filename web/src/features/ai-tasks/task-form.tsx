import { Checkbox, Group, NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type ApiError, fieldErrors } from "@/lib/problem";
import { AskButton } from "@/ui/ai/ask-button";
import {
  isRequired,
  missingOf,
  startValues,
  type Task,
  type TaskInput,
  toInputs,
  type Value,
} from "./inputs";

type TaskFormProps = {
  task: Task;
  /** The inputs of an earlier run, to change and run again. */
  earlier?: Record<string, unknown>;
  running: boolean;
  disabled: boolean;
  onRun: (inputs: Record<string, Value>) => Promise<ApiError | null>;
  onStop: () => void;
};

/** A form made from what the task says of its inputs. */
export function TaskForm({ task, earlier, running, disabled, onRun, onStop }: TaskFormProps) {
  const { t } = useTranslation("ai-tasks");
  const form = useForm({ initialValues: { inputs: startValues(task.inputs, earlier) } });
  const submit = form.onSubmit(async ({ inputs }) => {
    const missing = missingOf(task.inputs, inputs);
    if (missing.length > 0) {
      form.setErrors(
        Object.fromEntries(missing.map((name) => [`inputs.${name}`, t("common:error.required")])),
      );
      form.getInputNode(`inputs.${missing[0]}`)?.focus();
      return;
    }
    const refusal = await onRun(toInputs(task.inputs, inputs));
    if (refusal) form.setErrors(fieldErrors(refusal));
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {task.inputs.map((input) => (
          <InputField key={input.name} input={input} form={form} />
        ))}
        <Group justify="flex-end">
          <AskButton
            isRunning={running}
            isDisabled={disabled}
            icon={<IconPlayerPlay size={16} aria-hidden />}
            ask={t("run")}
            stop={t("stop")}
            onStop={onStop}
          />
        </Group>
      </Stack>
    </form>
  );
}

type Form = UseFormReturnType<{ inputs: Record<string, Value> }>;

function InputField({ input, form }: { input: TaskInput; form: Form }) {
  const path = `inputs.${input.name}`;
  const common = {
    label: input.label || input.name,
    description: input.description || undefined,
    required: isRequired(input),
  };
  switch (input.type) {
    case "long_text":
      return <Textarea {...common} minRows={5} maxRows={18} {...form.getInputProps(path)} />;
    case "number":
      return <NumberInput size="sm" {...common} {...form.getInputProps(path)} />;
    case "date":
      return <TextInput type="date" {...common} {...form.getInputProps(path)} />;
    case "boolean":
      return (
        <Checkbox
          label={common.label}
          description={common.description}
          {...form.getInputProps(path, { type: "checkbox" })}
        />
      );
    case "choice": {
      const { value, ...props } = form.getInputProps(path);
      return (
        <Select
          {...common}
          clearable={!common.required}
          data={input.options}
          {...props}
          value={value || null}
          onChange={(chosen) => form.setFieldValue(path, chosen ?? "")}
        />
      );
    }
    default:
      return <TextInput {...common} {...form.getInputProps(path)} />;
  }
}
