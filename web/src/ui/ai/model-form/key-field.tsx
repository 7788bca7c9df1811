import { Input, PasswordInput, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { FieldButton, type SectionProps } from "./connection-section";
import classes from "./model-form.module.css";

type KeyFieldProps = Pick<SectionProps, "form"> & { placeholder: string };

/** A stored key is never shown again: it stays, is replaced, or is removed. */
export function KeyField({ form, placeholder }: KeyFieldProps) {
  const { t } = useTranslation("ai-models");
  const { key } = form.values;
  if (key === "new") {
    return (
      <PasswordInput
        label={t("field.api_key")}
        description={t(placeholder ? "field.api_key_hint" : "field.api_key_optional")}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        visibilityToggleButtonProps={{ "aria-label": t("field.show_key") }}
        {...form.getInputProps("api_key")}
      />
    );
  }
  return (
    <Input.Wrapper
      label={t("field.api_key")}
      labelElement="div"
      description={t(key === "clear" ? "field.key_cleared" : "field.key_stored_hint")}
      error={form.errors.api_key}
    >
      <div className={classes.stored}>
        {key === "keep" && (
          <>
            <IconCircleCheck size={18} aria-hidden color="var(--mantine-primary-color-filled)" />
            <Text size="sm">{t("field.key_stored")}</Text>
          </>
        )}
        <FieldButton onClick={() => form.setFieldValue("key", "new")}>{t("field.key_replace")}</FieldButton>
        <FieldButton onClick={() => form.setFieldValue("key", key === "clear" ? "keep" : "clear")}>
          {t(key === "clear" ? "field.key_keep" : "field.key_clear")}
        </FieldButton>
      </div>
    </Input.Wrapper>
  );
}
