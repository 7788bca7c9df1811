import { Input, SimpleGrid, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SectionProps } from "./connection-section";
import { IconPicker } from "./icon-picker";

/** How people find the model, and what it is told before every conversation. */
export function AboutSection({ form }: SectionProps) {
  const { t } = useTranslation("ai-models");
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          label={t("common:field.name")}
          description={t("field.name_hint")}
          required
          maxLength={120}
          {...form.getInputProps("name")}
        />
        <Input.Wrapper label={t("field.icon")} labelElement="div" description={t("field.icon_hint")}>
          <div>
            <IconPicker
              name={form.values.name}
              value={form.values.icon}
              onChange={(icon) => form.setFieldValue("icon", icon)}
            />
          </div>
        </Input.Wrapper>
        <TextInput
          label={t("field.role")}
          description={t("field.role_hint")}
          maxLength={120}
          {...form.getInputProps("role")}
        />
        <TagsInput
          size="sm"
          label={t("field.tags")}
          description={t("field.tags_hint")}
          maxTags={20}
          {...form.getInputProps("tags")}
        />
      </SimpleGrid>
      <Textarea
        label={t("field.description")}
        description={t("field.description_hint")}
        minRows={2}
        {...form.getInputProps("description")}
      />
      <Textarea
        label={t("field.system_message")}
        description={t("field.system_message_hint")}
        maxRows={14}
        {...form.getInputProps("system_message")}
      />
    </Stack>
  );
}
