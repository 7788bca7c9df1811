import { Checkbox, NumberInput, PasswordInput, Select, Textarea, TextInput } from "@mantine/core";
import type { GetInputPropsReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { ProviderField } from "@/lib/api-types-mail-settings";
import { useMailWords } from "@/ui/mail-words/use-mail-words";

type FieldInputProps = {
  field: ProviderField;
  /** A secret that is there already: left empty it stays. */
  isSet: boolean;
  input: GetInputPropsReturnType;
};

/** One field of a kind of provider, as the catalogue describes it. */
export function FieldInput({ field, isSet, input }: FieldInputProps) {
  const { t } = useTranslation("mail-settings");
  const label = t(`field.${field.name}`, { defaultValue: field.label });
  const description = useMailWords()(field.help) || undefined;
  const common = { label, description, required: field.required && !isSet, ...input };
  if (field.type === "password") {
    return (
      <PasswordInput
        {...common}
        autoComplete="new-password"
        placeholder={isSet ? t("provider.secret_set") : undefined}
        visibilityToggleButtonProps={{ "aria-label": t("provider.show", { name: label }) }}
      />
    );
  }
  if (field.type === "choice") {
    const choices = field.choices.map((value) => ({
      value,
      label: t(`choice.${field.name}.${value}`, { defaultValue: value }),
    }));
    return <Select {...common} data={choices} allowDeselect={false} />;
  }
  if (field.type === "bool") {
    return <Checkbox label={label} description={description} {...input} checked={Boolean(input.value)} />;
  }
  if (field.type === "number") {
    return <NumberInput {...common} min={field.least} max={field.most} allowDecimal={false} />;
  }
  if (field.type === "pem") return <Textarea {...common} autosize minRows={2} maxRows={6} ff="monospace" />;
  return <TextInput {...common} autoComplete="off" />;
}
