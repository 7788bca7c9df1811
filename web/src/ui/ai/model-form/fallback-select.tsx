import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { registryQuery } from "@/lib/ai-registry";
import type { SectionProps } from "./connection-section";

/** The next of the same tier, tried when this one fails. */
export function FallbackSelect({ form, tier, model }: SectionProps) {
  const { t } = useTranslation("ai-models");
  const others = useInfiniteQuery(registryQuery(tier)).data ?? [];
  return (
    <Select
      label={t("field.fallback")}
      description={t("field.fallback_hint")}
      placeholder={t("field.fallback_none")}
      clearable
      searchable
      data={others
        .filter((other) => other.id !== model?.id)
        .map((other) => ({ value: String(other.id), label: other.name }))}
      {...form.getInputProps("fallback_model_id")}
    />
  );
}
