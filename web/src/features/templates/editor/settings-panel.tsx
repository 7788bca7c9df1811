import { Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FromAddressType, TemplateCategory } from "@/lib/api-types-mail";
import { FROM_ADDRESS_TYPES, TEMPLATE_CATEGORIES } from "@/lib/choices-mail";
import classes from "./editor.module.css";
import { LogoField } from "./logo-field";
import type { Editing } from "./use-editing";

export function SettingsPanel({ editing }: { editing: Editing }) {
  const { t } = useTranslation("template-editor");
  const { base, draft, set } = editing;
  const readOnly = !base.can_edit;
  return (
    <Stack gap="md" maw="34rem">
      <TextInput
        label={t("common:field.name")}
        maxLength={255}
        required
        readOnly={readOnly}
        value={draft.name}
        error={draft.name.trim() ? null : t("common:error.required")}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t("field.description")}
        description={t("field.description_hint")}
        minRows={2}
        maxLength={2000}
        readOnly={readOnly}
        value={draft.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <Select
        label={t("field.category")}
        description={t(`category_text.${draft.category}`)}
        disabled={readOnly}
        value={draft.category}
        onChange={(category) => category && set({ category: category as TemplateCategory })}
        data={TEMPLATE_CATEGORIES.map((value) => ({ value, label: t(`templates:category.${value}`) }))}
      />
      <Select
        label={t("field.from")}
        description={t("field.from_hint")}
        disabled={readOnly}
        value={draft.from_email_address_type}
        onChange={(from) => from && set({ from_email_address_type: from as FromAddressType })}
        data={FROM_ADDRESS_TYPES.map((value) => ({ value, label: t(`from.${value}`) }))}
      />
      <LogoField
        url={draft.email_main_logo_image}
        readOnly={readOnly}
        onChange={(email_main_logo_image) => set({ email_main_logo_image })}
      />
      <Textarea
        label={t("field.text_code")}
        description={t("field.text_hint")}
        classNames={{ input: classes.json }}
        minRows={4}
        maxRows={16}
        readOnly={readOnly}
        value={draft.text_code}
        onChange={(event) => set({ text_code: event.currentTarget.value })}
      />
    </Stack>
  );
}
