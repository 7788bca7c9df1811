import { ColorInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Organization } from "@/lib/api-types";
import { ORGANIZATION_TYPES } from "@/lib/choices";
import { timeZones } from "@/lib/format";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n";
import { refreshSession } from "@/lib/session";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { changeOrganization, organizationQuery } from "./queries";

const FIELDS = ["name", "type", "locale", "timezone", "brand_color", "support_address"] as const;

export function GeneralForm({ organization }: { organization: Organization }) {
  const { t } = useTranslation("organization");
  const client = useQueryClient();
  const form = useForm({
    initialValues: {
      name: organization.name,
      type: organization.type,
      locale: organization.locale,
      timezone: organization.timezone,
      brand_color: organization.brand_color ?? "",
      support_address: organization.support_address ?? "",
    },
    validate: { name: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ brand_color, ...values }) =>
      changeOrganization(brand_color ? { ...values, brand_color } : values),
    done: async (saved, values) => {
      client.setQueryData(organizationQuery.queryKey, saved);
      form.resetDirty(values);
      notifyDone(t("common:action.saved"));
      await refreshSession();
    },
  });
  return (
    <Surface title={t("general.title")}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <TextInput label={t("general.name")} {...form.getInputProps("name")} />
            <Select
              label={t("general.type")}
              data={ORGANIZATION_TYPES.map((value) => ({
                value,
                label: t(`common:organization_type.${value}`),
              }))}
              {...form.getInputProps("type")}
            />
            <Select
              label={t("general.locale")}
              description={t("general.locale_hint")}
              data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
              {...form.getInputProps("locale")}
            />
            <Select
              label={t("common:field.timezone")}
              searchable
              limit={60}
              data={timeZones(organization.timezone)}
              {...form.getInputProps("timezone")}
            />
            <ColorInput
              size="sm"
              label={t("general.brand_color")}
              description={t("general.brand_color_hint")}
              eyeDropperButtonProps={{ "aria-label": t("general.pick_color") }}
              {...form.getInputProps("brand_color")}
            />
            <TextInput
              type="email"
              label={t("general.support_address")}
              description={t("general.support_address_hint")}
              {...form.getInputProps("support_address")}
            />
          </SimpleGrid>
          <FormError error={mutation.error} fields={FIELDS} />
          <FormActions mutation={mutation} label={t("common:action.save")} disabled={!form.isDirty()} />
        </Stack>
      </form>
    </Surface>
  );
}
