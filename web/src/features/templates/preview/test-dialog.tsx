import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconCircleCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { SampleData } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { sendTest } from "../queries";

type TestDialogProps = {
  id: number;
  data: SampleData | undefined;
  dirty: boolean;
  opened: boolean;
  onClose: () => void;
};

export function TestDialog({ opened, onClose, ...form }: TestDialogProps) {
  const { t } = useTranslation("template-preview");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("test.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <TestForm {...form} onClose={onClose} />
    </Modal>
  );
}

function TestForm({ id, data, dirty, onClose }: Omit<TestDialogProps, "opened">) {
  const { t } = useTranslation("template-preview");
  const path = usePath();
  const client = useQueryClient();
  const form = useForm({ initialValues: { to: useMe().profile?.email ?? "" } });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ to }) => sendTest(id, to.trim(), data),
    done: () => client.invalidateQueries({ queryKey: ["mail"] }),
  });
  if (mutation.data) {
    return (
      <Stack gap="md">
        <Alert color="pine" variant="light" icon={<IconCircleCheck size={18} />} role="status">
          {t("test.sent", { to: form.values.to })}
        </Alert>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={mutation.reset}>
            {t("test.again")}
          </Button>
          <Button component={Link} to={path(`/admin/mail/${mutation.data.message_id}`)}>
            {t("test.look")}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        {dirty && (
          <Alert color="brass" variant="light">
            {t("test.unsaved")}
          </Alert>
        )}
        <TextInput
          type="email"
          label={t("test.to")}
          description={t("test.hint")}
          data-autofocus
          {...form.getInputProps("to")}
        />
        <FormError error={mutation.error} fields={["to"]} />
        <FormActions mutation={mutation} label={t("test.submit")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
