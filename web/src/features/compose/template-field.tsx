import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTemplate } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MailLocale } from "@/lib/api-types-mail";
import { MAIL_LOCALES } from "@/lib/choices-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { TemplatePicker } from "./template-picker";
import type { Compose } from "./use-compose";
import type { Problems } from "./use-sending";

type TemplateFieldProps = { compose: Compose; problems: Problems; onEdit: (field: string) => void };
const AUTO = "auto";

/** Which template, and in which language. */
export function TemplateField({ compose, problems, onEdit }: TemplateFieldProps) {
  const { t } = useTranslation("compose");
  const [picking, pick] = useDisclosure(false);
  const { draft, change, preview } = compose;
  const { shown } = preview;
  const isOther = shown && draft.locale !== null && shown.locale !== draft.locale;
  return (
    <Stack gap="sm">
      <Group gap="sm" justify="space-between">
        <div className="fd-break">
          {draft.choice && shown && (
            <>
              <Text size="sm" fw={560}>
                {shown.template_name || t(`templates:type.${shown.type}`)}
              </Text>
              <Text size="xs" c="dimmed">
                {t(`templates:type.${shown.type}`)} · {LOCALE_NAMES[shown.locale]}
                {shown.template_id === null && ` · ${t("template.shipped")}`}
              </Text>
            </>
          )}
          {!draft.choice && (
            <Text size="sm" c="dimmed">
              {t("template.none_yet")}
            </Text>
          )}
        </div>
        <Button
          variant={draft.choice ? "default" : "filled"}
          leftSection={<IconTemplate size={16} aria-hidden />}
          onClick={pick.open}
        >
          {t(draft.choice ? "template.other" : "template.choose")}
        </Button>
      </Group>
      {problems.template_id && (
        <Text size="sm" c="red" role="alert">
          {problems.template_id}
        </Text>
      )}
      {draft.choice && (
        <Select
          label={t("template.language")}
          description={
            isOther ? t("template.no_variant", { language: LOCALE_NAMES[shown.locale] }) : undefined
          }
          maw="18rem"
          value={draft.locale ?? AUTO}
          onChange={(next) => change({ locale: next === AUTO || !next ? null : (next as MailLocale) })}
          data={[
            { value: AUTO, label: t("template.recipients") },
            ...MAIL_LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] })),
          ]}
        />
      )}
      <TemplatePicker
        opened={picking}
        onClose={pick.close}
        chosen={draft.choice}
        onChoose={(choice) => {
          onEdit("template_id");
          change({ choice });
        }}
      />
    </Stack>
  );
}
