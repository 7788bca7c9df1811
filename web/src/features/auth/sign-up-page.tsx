import { Anchor, Button, PasswordInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconLock } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { OrganizationType } from "@/lib/api-types";
import { ORGANIZATION_TYPES } from "@/lib/choices";
import { usePath } from "@/lib/paths";
import { refreshSession, useMe } from "@/lib/session";
import { FormError, useSubmit } from "@/ui/form/submit";
import { AuthHeading } from "./auth-heading";
import { Outcome } from "./outcome";
import { signUp } from "./queries";

const FIELDS = ["full_name", "email", "password", "organization_name", "organization_type"] as const;

export function SignUpPage() {
  const { t } = useTranslation("auth");
  const path = usePath();
  const navigate = useNavigate();
  const { features } = useMe();
  const required = (value: string) => (value.trim() ? null : t("common:error.required"));
  const form = useForm({
    initialValues: {
      full_name: "",
      email: "",
      password: "",
      organization_name: "",
      organization_type: "general" as OrganizationType,
    },
    validate: {
      full_name: required,
      email: (value) => (value.includes("@") ? null : t("common:error.email")),
      password: required,
      organization_name: required,
    },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: signUp,
    done: async (answer, values) => {
      if (!answer.authenticated) {
        return navigate({ to: path("/auth/check-mail"), search: { email: values.email } });
      }
      await refreshSession();
      await navigate({ to: path("/") });
    },
  });

  if (!features.signup) {
    return (
      <Outcome
        icon={IconLock}
        title={t("sign_up.closed")}
        next={{ to: path("/auth/sign-in"), label: t("check_mail.back") }}
      >
        {t("sign_up.closed_text")}
      </Outcome>
    );
  }
  return (
    <>
      <AuthHeading title={t("sign_up.title")}>{t("sign_up.text")}</AuthHeading>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t("sign_up.organization_name")}
            autoComplete="organization"
            autoFocus
            {...form.getInputProps("organization_name")}
          />
          <Select
            label={t("sign_up.organization_type")}
            data={ORGANIZATION_TYPES.map((value) => ({
              value,
              label: t(`common:organization_type.${value}`),
            }))}
            {...form.getInputProps("organization_type")}
          />
          <TextInput
            label={t("common:field.full_name")}
            autoComplete="name"
            {...form.getInputProps("full_name")}
          />
          <TextInput
            type="email"
            label={t("common:field.email")}
            autoComplete="email"
            {...form.getInputProps("email")}
          />
          <PasswordInput
            label={t("common:field.password")}
            description={t("sign_up.password_hint")}
            autoComplete="new-password"
            {...form.getInputProps("password")}
          />
          <FormError error={mutation.error} fields={FIELDS} />
          <Button type="submit" size="md" mt="xs" loading={mutation.isPending}>
            {t("sign_up.submit")}
          </Button>
        </Stack>
      </form>
      <Text size="sm" mt="lg" ta="center">
        {t("sign_up.have_account")}{" "}
        <Anchor component={Link} to={path("/auth/sign-in")} size="sm" fw={600}>
          {t("sign_in.submit")}
        </Anchor>
      </Text>
    </>
  );
}
