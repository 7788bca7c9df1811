import { Modal, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Organization } from "@/lib/api-types";
import { ORGANIZATION_TYPES, PLANS } from "@/lib/choices";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { changeOrganization } from "./queries";

type OrganizationDialogProps = { organization: Organization | null; onClose: () => void };

export function OrganizationDialog({ organization, onClose }: OrganizationDialogProps) {
  const { t } = useTranslation("platform");
  return (
    <Modal
      opened={organization !== null}
      onClose={onClose}
      title={t("edit.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {organization && <OrganizationForm organization={organization} onClose={onClose} />}
    </Modal>
  );
}

function OrganizationForm({ organization, onClose }: { organization: Organization; onClose: () => void }) {
  const { t } = useTranslation("platform");
  const client = useQueryClient();
  const { name, type, plan } = organization;
  const form = useForm({
    initialValues: { name, type, plan },
    validate: { name: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => changeOrganization(organization.id, values),
    done: async () => {
      await client.invalidateQueries({ queryKey: ["organizations"] });
      notifyDone(t("common:action.saved"));
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <TextInput label={t("common:field.name")} data-autofocus {...form.getInputProps("name")} />
        <Select
          label={t("column.type")}
          data={ORGANIZATION_TYPES.map((value) => ({ value, label: t(`common:organization_type.${value}`) }))}
          {...form.getInputProps("type")}
        />
        <Select
          label={t("column.plan")}
          data={PLANS.map((value) => ({ value, label: t(`common:plan.${value}`) }))}
          {...form.getInputProps("plan")}
        />
        <FormError error={mutation.error} fields={["name", "type", "plan"]} />
        <FormActions mutation={mutation} label={t("common:action.save")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
