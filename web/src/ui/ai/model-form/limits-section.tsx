import { NumberInput, Select, SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PERIOD_TYPES } from "@/lib/choices-ai";
import type { SectionProps } from "./connection-section";

/** How much of the model may be used, by one call and in a period. */
export function LimitsSection({ form, tier }: SectionProps) {
  const { t } = useTranslation("ai-models");
  const whole = { size: "sm", min: 0, allowDecimal: false, thousandSeparator: " " } as const;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <NumberInput
        {...whole}
        label={t("field.max_tokens")}
        description={t("field.max_tokens_hint")}
        {...form.getInputProps("max_tokens")}
      />
      <NumberInput
        {...whole}
        label={t("field.context_window")}
        description={t("field.context_window_hint")}
        {...form.getInputProps("context_window")}
      />
      <Select
        label={t("field.period")}
        description={t("field.period_hint")}
        data={PERIOD_TYPES.map((value) => ({ value, label: t(`period.${value}`) }))}
        {...form.getInputProps("token_limit_period")}
      />
      <NumberInput
        {...whole}
        label={t(`field.limit.${tier}`)}
        description={t("field.limit_hint")}
        placeholder={t("field.no_limit")}
        {...form.getInputProps("token_limit_amount")}
      />
      {tier === "org_default" && (
        <NumberInput
          {...whole}
          label={t("field.limit_per_person")}
          description={t("field.limit_hint")}
          placeholder={t("field.no_limit")}
          {...form.getInputProps("token_limit_per_user")}
        />
      )}
    </SimpleGrid>
  );
}

/** What tokens cost. Left empty, the price table answers. */
export function PricesSection({ form }: SectionProps) {
  const { t } = useTranslation("ai-models");
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      {(["input_price_per_mtok", "output_price_per_mtok"] as const).map((field) => (
        <NumberInput
          key={field}
          size="sm"
          label={t(`field.${field}`)}
          description={t("field.price_hint")}
          placeholder={t("field.price_table")}
          min={0}
          decimalScale={6}
          {...form.getInputProps(field)}
        />
      ))}
    </SimpleGrid>
  );
}
