import { Checkbox, Fieldset, Stack, TagsInput, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type ConfigValues, RECIPIENT_FIELDS } from "./config-values";

type RecipientFieldsProps = {
  values: ConfigValues;
  set: (change: Partial<ConfigValues>) => void;
  readOnly: boolean;
};

/** What a model is told of each recipient; nothing else of them leaves the house. */
export function RecipientFields({ values, set, readOnly }: RecipientFieldsProps) {
  const { t } = useTranslation("template-ai-settings");
  const known: readonly string[] = RECIPIENT_FIELDS;
  const own = values.recipient_fields.filter((name) => !known.includes(name));
  const ticked = values.recipient_fields.filter((name) => known.includes(name));
  return (
    <Fieldset legend={t("told.title")}>
      <Stack gap="sm">
        <Text size="xs" c="dimmed">
          {t("told.hint")}
        </Text>
        <Checkbox.Group
          aria-label={t("told.title")}
          value={ticked}
          onChange={(names) => set({ recipient_fields: [...names, ...own] })}
        >
          <Stack gap={6}>
            {RECIPIENT_FIELDS.map((name) => (
              <Checkbox
                key={name}
                size="xs"
                disabled={readOnly}
                value={name}
                label={t(`told.field.${asKey(name)}`)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <TagsInput
          label={t("told.own")}
          description={t("told.own_hint")}
          placeholder={own.length === 0 ? "contact.city" : undefined}
          readOnly={readOnly}
          maxTags={12}
          value={own}
          onChange={(names) => set({ recipient_fields: [...ticked, ...names.map(asContactField)] })}
        />
      </Stack>
    </Fieldset>
  );
}

/** A dot in the key of a text would lead further down. */
function asKey(name: string): string {
  return name.replace(".", "_");
}

/** Own fields of contacts are written like in templates, also where somebody leaves the beginning out. */
function asContactField(name: string): string {
  return name.startsWith("contact.") ? name : `contact.${name}`;
}
