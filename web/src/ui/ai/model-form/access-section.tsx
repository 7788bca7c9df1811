import { Checkbox, NumberInput, Select, SimpleGrid, Stack, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ORGANIZATION_TYPES, PLANS } from "@/lib/choices";
import type { SectionProps } from "./connection-section";

/** Who gets to see and use the model. */
export function AccessSection({ form, tier }: SectionProps) {
  const { t } = useTranslation("ai-models");
  const box = (field: "is_active" | "is_featured" | "is_enabled_for_users" | "is_free" | "is_trial") =>
    form.getInputProps(field, { type: "checkbox" });
  return (
    <Stack gap="md">
      <Switch label={t("field.is_active")} description={t("field.is_active_hint")} {...box("is_active")} />
      <Switch
        label={t("field.is_featured")}
        description={t("field.is_featured_hint")}
        {...box("is_featured")}
      />
      {tier === "org_default" && (
        <Switch
          label={t("field.enabled")}
          description={t("field.enabled_hint")}
          {...box("is_enabled_for_users")}
        />
      )}
      {tier === "system" && <SystemAccess form={form} tier={tier} />}
    </Stack>
  );
}

function SystemAccess({ form }: SectionProps) {
  const { t } = useTranslation("ai-models");
  const { is_free, is_trial } = form.values;
  return (
    <>
      <Checkbox.Group
        label={t("field.types")}
        description={t("field.types_hint")}
        {...form.getInputProps("organization_types")}
      >
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xs" my={6}>
          {ORGANIZATION_TYPES.map((value) => (
            <Checkbox key={value} value={value} label={t(`common:organization_type.${value}`)} />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Select
          label={t("field.plan")}
          description={t(is_free ? "field.plan_free_hint" : "field.plan_hint")}
          disabled={is_free}
          data={PLANS.map((value) => ({ value, label: t(`common:plan.${value}`) }))}
          {...form.getInputProps("required_plan")}
        />
        <Switch
          mt={{ sm: 28 }}
          label={t("field.is_free")}
          description={t("field.is_free_hint")}
          {...form.getInputProps("is_free", { type: "checkbox" })}
        />
        <Switch
          label={t("field.is_trial")}
          description={t("field.is_trial_hint")}
          {...form.getInputProps("is_trial", { type: "checkbox" })}
        />
        {is_trial && (
          <NumberInput
            size="sm"
            label={t("field.trial_days")}
            description={t("field.trial_days_hint")}
            min={1}
            allowDecimal={false}
            {...form.getInputProps("trial_days")}
          />
        )}
      </SimpleGrid>
    </>
  );
}
