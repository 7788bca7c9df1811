import { Input, Modal, SegmentedControl, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { MailLocale, SourceFormat } from "@/lib/api-types-mail";
import { TEMPLATE_TYPES } from "@/lib/choices-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { homeOf } from "../library/home";
import { createTemplate, type Scope } from "../queries";
import { keyOf, loadStart, type Start } from "./start";
import { useStartWords } from "./use-start-words";

const FORMATS: readonly SourceFormat[] = ["visual", "mjml", "html"];

type CreateDialogProps = { scope: Scope; start: Start | null; locale: MailLocale; onClose: () => void };

/** Asks what the new template is called, sent for and written in, makes it and opens its editor. */
export function CreateDialog({ start, onClose, ...form }: CreateDialogProps) {
  const { t } = useTranslation("template-gallery");
  return (
    <Modal
      opened={start !== null}
      onClose={onClose}
      size="lg"
      title={start && t(`create.title_${start.kind}`)}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {start && <CreateForm key={keyOf(start)} start={start} onClose={onClose} {...form} />}
    </Modal>
  );
}

function CreateForm({ scope, start, locale, onClose }: CreateDialogProps & { start: Start }) {
  const { t } = useTranslation("template-gallery");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const words = useStartWords();
  const isPlatform = useMe().organization === null;
  const form = useForm({
    initialValues: {
      name: start.kind === "blank" ? "" : words(start).name,
      type: start.type,
      locale: start.locales.includes(locale) ? locale : (start.locales[0] ?? locale),
      format: "visual" as SourceFormat,
    },
    validate: { name: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: async ({ name, type, locale, format }) => {
      const { subject, ...source } = await loadStart(start, { type, locale, format });
      return createTemplate({ ...source, subject: subject || name.trim(), name: name.trim(), type, locale });
    },
    done: async (made) => {
      await client.invalidateQueries({ queryKey: ["email-templates"] });
      await navigate({ to: path(`${homeOf(scope)}/${made.id}`) });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t("common:field.name")}
          description={t("templates:field.name_hint")}
          data-autofocus
          required
          {...form.getInputProps("name")}
        />
        <Select
          label={t("templates:field.type")}
          description={t(`templates:type_text.${form.values.type}`)}
          searchable
          data={TEMPLATE_TYPES.map((value) => ({ value, label: t(`templates:type.${value}`) }))}
          {...form.getInputProps("type")}
        />
        <Input.Wrapper label={t("templates:field.locale")} labelElement="div">
          <SegmentedControl
            display="flex"
            w="fit-content"
            aria-label={t("templates:field.locale")}
            data={start.locales.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            {...form.getInputProps("locale")}
          />
        </Input.Wrapper>
        {start.kind === "blank" && (
          <Input.Wrapper
            label={t("create.format")}
            description={t(`create.format_text.${form.values.format}`)}
            labelElement="div"
          >
            <SegmentedControl
              display="flex"
              w="fit-content"
              aria-label={t("create.format")}
              data={FORMATS.map((value) => ({ value, label: t(`create.formats.${value}`) }))}
              {...form.getInputProps("format")}
            />
          </Input.Wrapper>
        )}
        {scope === "global" && isPlatform && (
          <Text size="sm" c="dimmed">
            {t("create.global_hint")}
          </Text>
        )}
        <FormError error={mutation.error} fields={["name", "type", "locale"]} />
        <FormActions mutation={mutation} label={t("create.submit")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
