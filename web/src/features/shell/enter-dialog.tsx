import { Group, Modal, NumberInput, Select, Stack, Text, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { refreshSession } from "@/lib/session";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { enterOrganization, organizationSearchQuery } from "./queries";

/** A superadmin says which organisation, how long and why; the answer is audited. */
export function EnterDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("shell");
  const path = usePath();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed, 200);
  const found = useQuery({ ...organizationSearchQuery(q), placeholderData: keepPreviousData });
  const form = useForm({
    initialValues: { organization_id: "", minutes: 30, reason: "" },
    validate: {
      organization_id: (value) => (value ? null : t("common:error.required")),
      reason: (value) => (value.trim() ? null : t("common:error.required")),
    },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: enterOrganization,
    done: async () => {
      onClose();
      await refreshSession();
      await navigate({ to: path("/") });
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("enter.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t("enter.text")}
          </Text>
          <Select
            label={t("enter.organization")}
            placeholder={t("enter.search")}
            searchable
            data-autofocus
            data={(found.data?.items ?? []).map((row) => ({ value: row.id, label: row.name }))}
            filter={({ options }) => options}
            searchValue={typed}
            onSearchChange={setTyped}
            nothingFoundMessage={found.isFetching ? t("common:list.loading") : t("common:list.no_matches")}
            {...form.getInputProps("organization_id")}
          />
          <Group grow align="flex-start">
            <NumberInput
              label={t("enter.minutes")}
              description={t("enter.minutes_hint")}
              min={5}
              max={240}
              size="sm"
              {...form.getInputProps("minutes")}
            />
          </Group>
          <Textarea
            label={t("enter.reason")}
            description={t("enter.reason_hint")}
            {...form.getInputProps("reason")}
          />
          <FormError error={mutation.error} fields={["organization_id", "minutes", "reason"]} />
          <FormActions mutation={mutation} label={t("enter.submit")} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
