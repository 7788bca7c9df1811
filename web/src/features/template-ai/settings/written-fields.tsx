import { Button, Fieldset, Group, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { PersonalizationField } from "@/lib/api-types-mail-ai";
import { type ConfigValues, nextField } from "./config-values";

type WrittenFieldsProps = {
  values: ConfigValues;
  set: (change: Partial<ConfigValues>) => void;
  personalizable: readonly string[];
  readOnly: boolean;
};

/** What is written for each recipient: the two lines, and placeholders that take text. */
export function WrittenFields({ values, set, personalizable, readOnly }: WrittenFieldsProps) {
  const { t } = useTranslation("template-ai-settings");
  const fields = values.personalization_fields;
  const next = nextField(personalizable, fields);
  const put = (at: number, change: Partial<PersonalizationField>) =>
    set({
      personalization_fields: fields.map((each, number) => (number === at ? { ...each, ...change } : each)),
    });
  return (
    <Fieldset legend={t("written.title")}>
      <Text size="xs" c="dimmed" mb="xs">
        {t("written.hint")}
      </Text>
      <Stack gap="sm">
        {fields.map((field, at) => (
          <Group key={field.name} align="flex-end" gap="xs">
            <Select
              label={t("written.name")}
              w="11rem"
              disabled={readOnly}
              value={field.name}
              onChange={(name) => name && put(at, { name })}
              data={[
                ...new Set([
                  field.name,
                  ...personalizable.filter((name) => !fields.some((each) => each.name === name)),
                ]),
              ].map((value) => ({ value, label: t(`written.line.${value}`, { defaultValue: value }) }))}
            />
            <TextInput
              label={t("written.instruction")}
              flex="1 1 14rem"
              maxLength={1000}
              readOnly={readOnly}
              value={field.instruction}
              onChange={(event) => put(at, { instruction: event.currentTarget.value })}
            />
            <NumberInput
              label={t("written.length")}
              w="7rem"
              min={10}
              max={2000}
              clampBehavior="blur"
              readOnly={readOnly}
              value={field.max_length}
              onChange={(length) => typeof length === "number" && put(at, { max_length: length })}
            />
            {!readOnly && (
              <Button
                variant="subtle"
                color="gray"
                px="xs"
                aria-label={t("written.remove", { name: field.name })}
                onClick={() => set({ personalization_fields: fields.filter((_, number) => number !== at) })}
              >
                <IconTrash size={16} aria-hidden />
              </Button>
            )}
          </Group>
        ))}
        {!readOnly && next && (
          <Group>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => set({ personalization_fields: [...fields, next] })}
            >
              {t("written.add")}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  );
}
