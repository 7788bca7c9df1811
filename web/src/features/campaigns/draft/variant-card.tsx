import { ActionIcon, Badge, Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSparkles, IconTemplate, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type CampaignDetail, LETTERS } from "@/lib/api-types-campaigns";
import { LOCALE_NAMES } from "@/lib/i18n";
import { templateQuery } from "../queries";
import { WrittenBy } from "../written-by";
import classes from "./draft.module.css";
import { TemplatePicker } from "./template-picker";
import { TemplatePicture } from "./template-picture";
import type { DraftVariant } from "./use-draft";

type VariantCardProps = {
  campaign: CampaignDetail;
  position: number;
  variant: DraftVariant;
  several: boolean;
  onChange: (changes: Partial<DraftVariant>) => void;
  onRemove: () => void;
  /** Where other subjects can be suggested. */
  onSuggest?: () => void;
};

export function VariantCard(props: VariantCardProps) {
  const { campaign, position, variant, several, onChange, onRemove, onSuggest } = props;
  const { t } = useTranslation("campaigns");
  const [picking, pick] = useDisclosure(false);
  const { data: template } = useQuery({
    ...templateQuery(variant.template_id ?? 0),
    enabled: variant.template_id !== null,
  });
  const letter = LETTERS[position];
  const saved = campaign.variants[position];
  return (
    <div className={classes.variant}>
      <Stack gap="xs">
        {variant.template_id !== null && template && (
          <div className={classes.picture}>
            <TemplatePicture template={template} />
          </div>
        )}
        <Button
          variant={variant.template_id === null ? "filled" : "default"}
          leftSection={<IconTemplate size={16} aria-hidden />}
          onClick={pick.open}
        >
          {t(variant.template_id === null ? "template.choose" : "template.change")}
        </Button>
        {template && (
          <Text size="xs" c="dimmed">
            {template.name}
          </Text>
        )}
      </Stack>
      <Stack gap="sm">
        {several && (
          <Group justify="space-between">
            <Group gap="xs">
              <Badge variant="light">{t("variants.letter", { letter })}</Badge>
              {saved?.subject_ai_model && saved.subject === variant.subject && (
                <WrittenBy by={saved.subject_ai_model} />
              )}
            </Group>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("content.remove_variant", { letter })}
              onClick={onRemove}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        )}
        <TextInput
          label={t("content.subject")}
          description={t("content.subject_hint")}
          placeholder={template?.subject}
          maxLength={500}
          value={variant.subject}
          onChange={(event) => onChange({ subject: event.currentTarget.value })}
        />
        {onSuggest && (
          <div>
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconSparkles size={14} aria-hidden />}
              onClick={onSuggest}
            >
              {t("content.suggest")}
            </Button>
          </div>
        )}
        <TextInput
          label={t("content.preheader")}
          description={t("content.preheader_hint")}
          placeholder={template?.preheader}
          maxLength={300}
          value={variant.preheader}
          onChange={(event) => onChange({ preheader: event.currentTarget.value })}
        />
        <Values campaign={campaign} position={position} variant={variant} onChange={onChange} />
      </Stack>
      <TemplatePicker
        opened={picking}
        onClose={pick.close}
        chosen={variant.template_id}
        onChoose={(template_id) => onChange({ template_id })}
      />
    </div>
  );
}

/** What the saved template asks for besides the contact's own data, in each of its languages. */
function Values({ campaign, position, variant, onChange }: Omit<VariantCardProps, "several" | "onRemove">) {
  const { t } = useTranslation("campaigns");
  const saved = campaign.variants[position];
  if (variant.template_id === null) return null;
  if (saved?.template?.id !== variant.template_id) {
    return (
      <Text size="xs" c="dimmed">
        {t("content.save_for_values")}
      </Text>
    );
  }
  return (
    <>
      {saved.asks_for.map(({ locale, placeholders }) => (
        <Stack key={locale} gap="xs">
          <Text size="sm" fw={560}>
            {t("content.values", { language: LOCALE_NAMES[locale] })}
          </Text>
          {placeholders.map(({ name, label, kind, is_required }) => {
            const value = variant.values[locale]?.[name] ?? "";
            const Field = kind === "text" && name.includes("content") ? Textarea : TextInput;
            return (
              <Field
                key={name}
                label={label}
                withAsterisk={is_required}
                value={value}
                onChange={(event: { currentTarget: { value: string } }) =>
                  onChange({
                    values: {
                      ...variant.values,
                      [locale]: { ...variant.values[locale], [name]: event.currentTarget.value },
                    },
                  })
                }
                {...(Field === Textarea ? { autosize: true, minRows: 3, maxRows: 12 } : {})}
              />
            );
          })}
        </Stack>
      ))}
    </>
  );
}
