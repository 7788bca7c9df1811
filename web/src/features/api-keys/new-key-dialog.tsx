import { Button, Checkbox, Group, Modal, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { PermissionKey } from "@/lib/api-types";
import { useMe } from "@/lib/session";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { SecretBox } from "@/ui/secret-box/secret-box";
import { createApiKey, permissionsQuery } from "./queries";

const LIFETIMES = ["30", "90", "365", "never"] as const;

export function NewKeyDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("api-keys");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("new.title")}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <NewKeyForm onClose={onClose} />
    </Modal>
  );
}

function NewKeyForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("api-keys");
  const client = useQueryClient();
  const me = useMe();
  const permissions = useQuery(permissionsQuery).data ?? [];
  const form = useForm({
    initialValues: { name: "", scopes: [] as PermissionKey[], lifetime: "90" },
    validate: {
      name: (value) => (value.trim() ? null : t("common:error.required")),
      scopes: (value) => (value.length > 0 ? null : t("new.scopes_required")),
    },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ name, scopes, lifetime }) =>
      createApiKey({
        name,
        scopes,
        ...(lifetime === "never" ? {} : { expires_in_days: Number(lifetime) }),
      }),
    done: () => client.invalidateQueries({ queryKey: ["api-keys"] }),
  });

  if (mutation.data) {
    return (
      <Stack gap="md">
        <SecretBox secret={mutation.data.key} label={t("new.key")} notice={t("new.once")} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("new.close")}
          </Button>
        </Group>
      </Stack>
    );
  }
  const mine = permissions.filter((permission) => me.permissions.includes(permission.key));
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <Group grow align="flex-start">
          <TextInput
            label={t("common:field.name")}
            description={t("new.name_hint")}
            data-autofocus
            {...form.getInputProps("name")}
          />
          <Select
            label={t("new.lifetime")}
            data={LIFETIMES.map((value) => ({ value, label: t(`lifetime.${value}`) }))}
            {...form.getInputProps("lifetime")}
          />
        </Group>
        <Checkbox.Group
          label={t("new.scopes")}
          description={t("new.scopes_hint")}
          {...form.getInputProps("scopes")}
        >
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt="sm">
            {mine.map((permission) => (
              <Checkbox
                key={permission.key}
                value={permission.key}
                label={permission.label}
                description={permission.key}
              />
            ))}
          </SimpleGrid>
        </Checkbox.Group>
        <FormError error={mutation.error} fields={["name", "scopes"]} />
        <FormActions mutation={mutation} label={t("new.submit")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
