import { Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";

type BlockNameDialogProps = {
  opened: boolean;
  title: string;
  name: string;
  onClose: () => void;
  send: (name: string) => Promise<unknown>;
};

/** Asks under which name a block is kept. */
export function BlockNameDialog({ opened, title, onClose, ...form }: BlockNameDialogProps) {
  const { t } = useTranslation("template-visual");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <NameForm onClose={onClose} {...form} />
    </Modal>
  );
}

function NameForm({ name, onClose, send }: Omit<BlockNameDialogProps, "opened" | "title">) {
  const { t } = useTranslation("template-visual");
  const client = useQueryClient();
  const form = useForm({
    initialValues: { name },
    validate: { name: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ name: chosen }) => send(chosen.trim()),
    done: async () => {
      await client.invalidateQueries({ queryKey: ["email-blocks"] });
      notifyDone(t("saved.done"));
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t("saved.name")}
          description={t("saved.name_hint")}
          maxLength={80}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <FormError error={mutation.error} fields={["name"]} />
        <FormActions mutation={mutation} label={t("common:action.save")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
