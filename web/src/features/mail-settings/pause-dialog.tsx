import { Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Provider } from "@/lib/api-types-mail-settings";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { pauseProvider, providersQuery } from "./queries";

type PauseDialogProps = { provider: Provider; opened: boolean; onClose: () => void };

export function PauseDialog({ provider, opened, onClose }: PauseDialogProps) {
  const { t } = useTranslation("mail-settings");
  const client = useQueryClient();
  const form = useForm({ initialValues: { reason: "" } });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ reason }) => pauseProvider(provider.id, reason),
    done: async () => {
      await client.invalidateQueries({ queryKey: providersQuery.queryKey });
      form.reset();
      onClose();
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("provider.pause_title", { name: provider.name })}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <Text size="sm">{t("provider.pause_text")}</Text>
          <TextInput
            label={t("provider.pause_reason")}
            required
            maxLength={500}
            data-autofocus
            {...form.getInputProps("reason")}
          />
          <FormError error={mutation.error} fields={["reason"]} />
          <FormActions
            mutation={mutation}
            label={t("provider.pause")}
            onCancel={onClose}
            disabled={!form.values.reason.trim()}
          />
        </Stack>
      </form>
    </Modal>
  );
}
