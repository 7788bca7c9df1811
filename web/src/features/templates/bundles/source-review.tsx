import { Alert, Button, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconMailOff, IconPhoto } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ImportedSource, SourceInput } from "@/lib/api-types-library";
import { MAIL_LOCALES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { homeOf } from "../library/home";
import { createTemplate, type Scope } from "../queries";
import classes from "./bundles.module.css";
import { Findings } from "./findings";
import type { Found } from "./import-dialog";
import { readSource } from "./queries";

type SourceReviewProps = {
  source: ImportedSource;
  input: SourceInput;
  scope: Scope;
  onFound: (found: Found) => void;
  onBack: () => void;
};

/** One source as it would be taken in: its look, what was changed, what needs a hand, and what it is to be called. */
export function SourceReview({ source, input, scope, onFound, onBack }: SourceReviewProps) {
  const { t } = useTranslation("template-bundles");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const form = useForm({
    initialValues: {
      name: source.name,
      subject: source.subject,
      type: source.type,
      locale: source.locale,
    },
    validate: { name: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ name, subject, ...rest }) => {
      const { preheader, html_code, text_code, source_format, category } = source;
      return createTemplate({
        ...{ preheader, html_code, text_code, source_format, category },
        ...{ ...rest, name: name.trim(), subject: subject.trim() || name.trim() },
      });
    },
    done: async (made) => {
      await client.invalidateQueries({ queryKey: ["email-templates"] });
      await navigate({ to: path(`${homeOf(scope)}/${made.id}`) });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <div className={classes.review}>
        <div className={classes.look}>
          {source.preview_html ? (
            <EmailFrame html={source.preview_html} title={t("preview")} width={680} />
          ) : (
            <EmptyState icon={IconMailOff} title={t("no_preview.title")}>
              {t("no_preview.text")}
            </EmptyState>
          )}
        </div>
        <Stack gap="md">
          <TextInput label={t("common:field.name")} required data-autofocus {...form.getInputProps("name")} />
          <TextInput label={t("subject")} {...form.getInputProps("subject")} />
          <Select
            label={t("templates:field.type")}
            description={t("type_hint")}
            searchable
            data={TEMPLATE_TYPES.map((value) => ({ value, label: t(`templates:type.${value}`) }))}
            {...form.getInputProps("type")}
          />
          <SegmentedControl
            aria-label={t("templates:field.locale")}
            data={MAIL_LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
            {...form.getInputProps("locale")}
          />
          {source.images > 0 && <StoreImages source={source} input={input} onFound={onFound} />}
          <Findings changes={source.changes} problems={source.problems} />
        </Stack>
      </div>
      <FormError error={mutation.error} fields={["name", "subject", "type", "locale"]} />
      <FormActions
        mutation={mutation}
        label={t("create")}
        extra={
          <Button variant="default" mr="auto" onClick={onBack}>
            {t("back")}
          </Button>
        }
      />
    </form>
  );
}

type StoreImagesProps = Pick<SourceReviewProps, "source" | "input" | "onFound">;

/** Pictures inside the source make every mail heavy, and many programs do not show them. */
function StoreImages({ source, input, onFound }: StoreImagesProps) {
  const { t } = useTranslation("template-bundles");
  const mayUpload = useCan("uploads.create");
  const store = useMutation({
    mutationFn: () => readSource({ ...input, store_images: true }),
    onSuccess: (stored) => onFound({ kind: "source", source: stored, input }),
  });
  return (
    <Alert variant="light" icon={<IconPhoto size={18} />}>
      {t("images.text", { count: source.images })}
      {mayUpload && (
        <Button mt="xs" size="compact-sm" loading={store.isPending} onClick={() => store.mutate()}>
          {t("images.store")}
        </Button>
      )}
      <FormError error={store.error} />
    </Alert>
  );
}
