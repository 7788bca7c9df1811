import { Alert, Button, type ButtonProps, Group } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconAlertCircle } from "@tabler/icons-react";
import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, fieldErrors } from "@/lib/problem";
import { notify } from "../provider/notify";
import { useErrorText } from "./error-text";

type SubmitOptions<V, R> = {
  /** Sends the values. What it throws lands beside the fields, or above the buttons. */
  send: (values: V) => Promise<R>;
  done?: (result: R, values: V) => void | Promise<void>;
};

/** A form's one request: field errors of a problem document go to their fields, the first of them gets the focus. */
export function useSubmit<V extends Record<string, unknown>, R>(
  form: UseFormReturnType<V>,
  { send, done }: SubmitOptions<V, R>,
) {
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: (result, values) => done?.(result, values),
    onError: (error) => {
      const errors = fieldErrors(error);
      form.setErrors(errors);
      const first = Object.keys(errors)[0];
      if (first) form.getInputNode(first)?.focus();
    },
  });
  return { mutation, onSubmit: form.onSubmit((values) => mutation.mutate(values)) };
}

type FormErrorProps = {
  error: unknown;
  /** Fields the form shows; errors of any other field are spelled out here. */
  fields?: readonly string[];
};

export function FormError({ error, fields = [] }: FormErrorProps) {
  const describe = useErrorText();
  if (!error) return null;
  const hidden =
    error instanceof ApiError ? error.errors.filter((entry) => !fields.includes(entry.field)) : [];
  const shown = error instanceof ApiError && error.errors.length > 0 && hidden.length === 0;
  if (shown) return null;
  // One cause may be found in several places, as in a mail's HTML and its plain text.
  const messages = new Set(hidden.map((entry) => entry.message));
  const text = messages.size > 0 ? [...messages].join(" ") : describe(error);
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} role="alert">
      {text}
    </Alert>
  );
}

type FormActionsProps = {
  mutation: Pick<UseMutationResult, "isPending">;
  label: string;
  onCancel?: () => void;
  disabled?: boolean;
  color?: ButtonProps["color"];
  extra?: ReactNode;
};

export function FormActions({ mutation, label, onCancel, disabled, color, extra }: FormActionsProps) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end" gap="xs" mt="xs">
      {extra}
      {onCancel && (
        <Button variant="default" onClick={onCancel}>
          {t("action.cancel")}
        </Button>
      )}
      <Button type="submit" loading={mutation.isPending} disabled={disabled} color={color}>
        {label}
      </Button>
    </Group>
  );
}

/** Says that something was done. */
export function notifyDone(message: string): void {
  notify({ message, color: "pine", autoClose: 4000 });
}

/** For actions without a form: tells why it was refused. */
export function useNotifyError(): (error: unknown) => void {
  const describe = useErrorText();
  const { t } = useTranslation();
  return (error) =>
    notify({ title: t("error.title"), message: describe(error), color: "red", autoClose: 8000 });
}
