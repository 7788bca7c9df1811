import { Modal, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { addSuppression, REASONS_BY_HAND, type ReasonByHand } from "./queries";

type AddDialogProps = { opened: boolean; onClose: () => void; onSaved: () => Promise<unknown> };

export function AddDialog({ opened, onClose, onSaved }: AddDialogProps) {
  const { t } = useTranslation("suppressions");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("add.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <AddForm onClose={onClose} onSaved={onSaved} />
    </Modal>
  );
}

function AddForm({ onClose, onSaved }: Omit<AddDialogProps, "opened">) {
  const { t } = useTranslation("suppressions");
  const form = useForm({
    initialValues: { email: "", reason: "manual" as ReasonByHand, detail: "" },
    validate: { email: (value) => (value.includes("@") ? null : t("common:error.email")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: addSuppression,
    done: async () => {
      await onSaved();
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <TextInput
          type="email"
          label={t("common:field.email")}
          data-autofocus
          {...form.getInputProps("email")}
        />
        <Select
          label={t("column.reason")}
          description={t(`effect.${form.values.reason}`)}
          allowDeselect={false}
          data={REASONS_BY_HAND.map((each) => ({ value: each, label: t(`reason.${each}`) }))}
          {...form.getInputProps("reason")}
        />
        <TextInput
          label={t("column.detail")}
          description={t("add.detail_hint")}
          {...form.getInputProps("detail")}
        />
        <FormError error={mutation.error} fields={["email", "reason", "detail"]} />
        <FormActions mutation={mutation} label={t("add.action")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
