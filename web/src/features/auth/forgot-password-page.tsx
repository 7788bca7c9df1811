import { Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconMailOpened } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { FormError, useSubmit } from "@/ui/form/submit";
import { AuthHeading } from "./auth-heading";
import { Outcome } from "./outcome";
import { requestPasswordReset } from "./queries";

export function ForgotPasswordPage() {
  const { t } = useTranslation("auth");
  const path = usePath();
  const form = useForm({
    initialValues: { email: "" },
    validate: { email: (value) => (value.includes("@") ? null : t("common:error.email")) },
  });
  const { mutation, onSubmit } = useSubmit(form, { send: ({ email }) => requestPasswordReset(email) });

  if (mutation.isSuccess) {
    return (
      <Outcome
        icon={IconMailOpened}
        title={t("forgot.sent")}
        next={{ to: path("/auth/sign-in"), label: t("check_mail.back") }}
      >
        {t("forgot.sent_text", { email: form.values.email })}
      </Outcome>
    );
  }
  return (
    <>
      <AuthHeading title={t("forgot.title")}>{t("forgot.text")}</AuthHeading>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          <TextInput
            type="email"
            label={t("common:field.email")}
            autoComplete="email"
            autoFocus
            {...form.getInputProps("email")}
          />
          <FormError error={mutation.error} fields={["email"]} />
          <Button type="submit" size="md" loading={mutation.isPending}>
            {t("forgot.submit")}
          </Button>
          <Anchor component={Link} to={path("/auth/sign-in")} size="sm" c="dimmed">
            {t("check_mail.back")}
          </Anchor>
        </Stack>
      </form>
    </>
  );
}
