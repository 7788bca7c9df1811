import { Group, Modal, NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MemberRole } from "@/lib/api-types";
import { MEMBER_ROLES } from "@/lib/choices";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { invite } from "./queries";

export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("people");
  const client = useQueryClient();
  const form = useForm({
    initialValues: { email: "", role: "agent" as MemberRole, message: "", expires_in_days: 7 },
    validate: { email: (value) => (value.includes("@") ? null : t("common:error.email")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: invite,
    done: async (_, values) => {
      await client.invalidateQueries({ queryKey: ["invitations"] });
      notifyDone(t("invite.done", { email: values.email }));
      close();
    },
  });
  const close = () => {
    form.reset();
    mutation.reset();
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("invite.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <TextInput
            type="email"
            label={t("common:field.email")}
            data-autofocus
            {...form.getInputProps("email")}
          />
          <Group grow align="flex-start">
            <Select
              label={t("column.role")}
              description={t(`role_hint.${form.values.role}`)}
              data={MEMBER_ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
              {...form.getInputProps("role")}
            />
            <NumberInput
              size="sm"
              label={t("invite.days")}
              min={1}
              max={30}
              {...form.getInputProps("expires_in_days")}
            />
          </Group>
          <Textarea label={t("invite.message")} {...form.getInputProps("message")} />
          <FormError error={mutation.error} fields={["email", "role", "message", "expires_in_days"]} />
          <FormActions mutation={mutation} label={t("invite.submit")} onCancel={close} />
        </Stack>
      </form>
    </Modal>
  );
}
