import { Button, Checkbox, Group, NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { ModelType, RegistryModel } from "@/lib/api-types-ai";
import { CAPABILITIES, PROVIDERS } from "@/lib/choices-ai";
import { ConnectionCheck } from "./connection-check";
import { FallbackSelect } from "./fallback-select";
import { KeyField } from "./key-field";
import { ModelIdField } from "./model-id-field";
import { PROVIDER_FACTS } from "./providers";
import type { ModelValues } from "./values";

export type SectionProps = {
  form: UseFormReturnType<ModelValues>;
  tier: ModelType;
  /** The stored model that is edited; absent for a new one. */
  model?: RegistryModel;
};

/** Where the model is reached, and whether it answers. */
export function ConnectionSection({ form, tier, model }: SectionProps) {
  const { t } = useTranslation("ai-models");
  const { provider } = form.values;
  const facts = PROVIDER_FACTS[provider];
  const builtin = provider === "builtin";
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Select
          label={t("field.provider")}
          description={t(`provider_hint.${provider}`)}
          disabled={builtin}
          data={(builtin ? [provider] : PROVIDERS).map((value) => ({ value, label: t(`provider.${value}`) }))}
          {...form.getInputProps("provider")}
        />
        <TextInput
          label={t(provider === "bedrock" ? "field.region" : "field.endpoint")}
          description={t(facts.needsEndpoint ? "field.endpoint_hint" : "field.endpoint_default")}
          placeholder={facts.endpoint}
          required={facts.needsEndpoint}
          disabled={builtin}
          spellCheck={false}
          {...form.getInputProps("endpoint")}
        />
        {!builtin && <KeyField form={form} placeholder={facts.key} />}
        <ModelIdField form={form} tier={tier} model={model} />
      </SimpleGrid>
      <Checkbox.Group
        label={t("field.capabilities")}
        description={t("field.capabilities_hint")}
        {...form.getInputProps("capabilities")}
      >
        <Group gap="md" my={6}>
          {CAPABILITIES.map((value) => (
            <Checkbox key={value} value={value} label={t(`ai:capability.${value}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      {!builtin && <ConnectionCheck form={form} tier={tier} model={model} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <NumberInput
          size="sm"
          label={t("field.timeout")}
          description={t("field.timeout_hint")}
          min={1}
          max={600}
          allowDecimal={false}
          suffix=" s"
          {...form.getInputProps("timeout_s")}
        />
        <FallbackSelect form={form} tier={tier} model={model} />
      </SimpleGrid>
    </Stack>
  );
}

/** Small buttons in the label's line of a field. */
export function FieldButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button variant="default" size="compact-sm" onClick={onClick}>
      {children}
    </Button>
  );
}
