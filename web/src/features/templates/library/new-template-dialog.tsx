import { Input, Modal, Radio, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MailLocale, TemplateDetail, TemplateInput, TemplateType } from "@/lib/api-types-mail";
import { MAIL_LOCALES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { currentLocale, LOCALE_NAMES } from "@/lib/i18n";
import { queryClient } from "@/lib/query";
import { useMe } from "@/lib/session";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { createTemplate, type Scope, starterQuery, typesQuery } from "../queries";
import classes from "./library.module.css";

/** What the dialog opens with. */
export type Start = { type?: TemplateType; locale?: MailLocale };
type Values = { name: string; type: TemplateType; locale: MailLocale; from: "starter" | "blank" };

type NewTemplateDialogProps = {
  scope: Scope;
  start: Start;
  opened: boolean;
  onClose: () => void;
  onCreated: (template: TemplateDetail) => void;
};

export function NewTemplateDialog({ opened, onClose, ...form }: NewTemplateDialogProps) {
  const { t } = useTranslation("templates");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t(form.start.type ? "new.customise_title" : "new.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <NewTemplateForm {...form} onClose={onClose} />
    </Modal>
  );
}

function NewTemplateForm({ scope, start, onClose, onCreated }: Omit<NewTemplateDialogProps, "opened">) {
  const { t } = useTranslation("templates");
  const client = useQueryClient();
  const me = useMe();
  const types = useQuery(typesQuery);
  const home = me.organization?.locale;
  const form = useForm<Values>({
    initialValues: {
      name: start.type ? t(`type.${start.type}`) : "",
      type: start.type ?? "welcome",
      locale: start.locale ?? MAIL_LOCALES.find((locale) => locale === home) ?? currentLocale(),
      from: "starter",
    },
    validate: { name: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: async (values: Values) => createTemplate(await contentFor(values, t("new.blank_subject"))),
    done: async (template) => {
      await client.invalidateQueries({ queryKey: ["email-templates"] });
      onCreated(template);
    },
  });
  const { type } = form.values;
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <Select
          label={t("field.type")}
          description={t(`type_text.${type}`)}
          searchable
          disabled={types.isError}
          data={TEMPLATE_TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
          {...form.getInputProps("type")}
        />
        <TextInput
          label={t("common:field.name")}
          description={t("field.name_hint")}
          data-autofocus
          required
          {...form.getInputProps("name")}
        />
        <Input.Wrapper label={t("field.locale")} labelElement="div">
          <SegmentedControl
            display="flex"
            w="fit-content"
            aria-label={t("field.locale")}
            data={MAIL_LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            {...form.getInputProps("locale")}
          />
        </Input.Wrapper>
        <Radio.Group label={t("new.from")} {...form.getInputProps("from")}>
          <div className={classes.choices}>
            {(["starter", "blank"] as const).map((from) => (
              <Radio.Card key={from} value={from} className={classes.choice}>
                <Radio.Indicator />
                <span>
                  <Text component="span" size="sm" fw={560} display="block">
                    {t(`new.${from}`)}
                  </Text>
                  <Text component="span" size="xs" c="dimmed" display="block">
                    {t(`new.${from}_text`)}
                  </Text>
                </span>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        {scope === "global" && me.organization === null && (
          <Text size="sm" c="dimmed">
            {t("new.global_hint")}
          </Text>
        )}
        <FormError error={mutation.error} fields={["name", "type", "locale"]} />
        <FormActions mutation={mutation} label={t("new.submit")} onCancel={onClose} />
      </Stack>
    </form>
  );
}

const BLANK = (locale: MailLocale) => `<!DOCTYPE html>
<html lang="${locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title></title>
  </head>
  <body>
    <p></p>
  </body>
</html>
`;

async function contentFor(values: Values, blankSubject: string): Promise<TemplateInput> {
  const { name, type, locale, from } = values;
  const basics = { name: name.trim(), type, locale };
  if (from === "blank") {
    return { ...basics, subject: blankSubject, html_code: BLANK(locale), source_format: "html" };
  }
  const { subject, preheader, html_code, text_code, source_format, description } =
    await queryClient.fetchQuery(starterQuery(type, locale));
  return { ...basics, description, subject, preheader, html_code, text_code, source_format };
}
