import { Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormActions, FormError, useSubmit } from "../form/submit";

type NameFormProps<Saved> = {
  /** What it is called so far; empty for something new. */
  name: string;
  /** Who will see the name, and where. */
  hint: string;
  send: (name: string) => Promise<Saved>;
  done: (saved: Saved) => Promise<void>;
  onClose: () => void;
};

type NameDialogProps<Saved> = NameFormProps<Saved> & { opened: boolean; title: string };

/** Asks under which name something is kept. */
export function NameDialog<Saved>({ opened, title, onClose, ...form }: NameDialogProps<Saved>) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <NameForm onClose={onClose} {...form} />
    </Modal>
  );
}

function NameForm<Saved>({ name, hint, send, done, onClose }: NameFormProps<Saved>) {
  const { t } = useTranslation();
  const form = useForm({
    initialValues: { name },
    validate: { name: (value) => (value.trim() ? null : t("error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => send(values.name.trim()),
    done: async (saved) => {
      await done(saved);
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t("field.name")}
          description={hint}
          maxLength={80}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <FormError error={mutation.error} fields={["name"]} />
        <FormActions mutation={mutation} label={t("action.keep")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
