import { Group, Select, Text } from "@mantine/core";
import { IconCheck, IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import { MODEL_TYPES } from "@/lib/choices-ai";
import { type ModelKey, modelKeyOf, readModelKey } from "@/lib/usable-models";
import { ModelIcon } from "./model-icon";

type ModelSelectProps = {
  label: string;
  models: readonly AiModel[];
  value: ModelKey | null;
  onChange: (key: ModelKey) => void;
  disabled?: boolean;
  /** What is to be known of a model here, in a word or two. */
  note?: (model: AiModel) => string;
};

/** Chooses one model; locked ones can be looked at, for they say what would open them. */
export function ModelSelect({ label, models, value, onChange, disabled, note }: ModelSelectProps) {
  const { t } = useTranslation("ai-account");
  const byKey = new Map(models.map((model) => [modelKeyOf(model) as string, model]));
  const groups = MODEL_TYPES.map((type) => ({
    group: t(`ai:tier.${type}`),
    items: models
      .filter((model) => model.model_type === type)
      .map((model) => ({ value: modelKeyOf(model), label: model.name })),
  })).filter(({ items }) => items.length > 0);
  const chosen = value ? byKey.get(value) : undefined;
  return (
    <Select
      label={label}
      searchable
      disabled={disabled}
      data={groups}
      value={value}
      onChange={(next) => {
        const key = readModelKey(next);
        if (key) onChange(key);
      }}
      leftSection={chosen && <ModelIcon icon={chosen.icon} name={chosen.name} size="sm" />}
      leftSectionWidth={chosen ? 42 : undefined}
      renderOption={({ option, checked }) => {
        const model = byKey.get(option.value);
        return (
          <Group gap="xs" wrap="nowrap" w="100%">
            <ModelIcon icon={model?.icon ?? ""} name={option.label} size="sm" dimmed={!model?.usable} />
            <Text size="sm" c={model?.usable ? undefined : "dimmed"} flex={1} className="fd-break">
              {option.label}
            </Text>
            {model && note?.(model) && (
              <Text span size="xs" c="dimmed">
                {note(model)}
              </Text>
            )}
            {!model?.usable && <IconLock size={14} aria-label={t("locked")} />}
            {checked && <IconCheck size={14} aria-hidden />}
          </Group>
        );
      }}
    />
  );
}
