import { Button, Image, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Portal } from "@/lib/api-types";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, useSubmit } from "@/ui/form/submit";
import { NotFoundPage } from "@/ui/page/fallback-pages";
import { PagePending } from "@/ui/page/page-pending";
import { AuthHeading } from "./auth-heading";
import { Outcome } from "./outcome";
import { portalQuery, signUpAtPortal } from "./queries";

/** Where the clients of an organisation make their own account, under its name and logo. */
export function PortalPage({ slug }: { slug: string }) {
  const { t } = useTranslation("auth");
  const portal = useQuery(portalQuery(slug));
  if (portal.isPending) return <PagePending />;
  if (portal.error instanceof ApiError && portal.error.status === 404) return <NotFoundPage />;
  if (!portal.data) return <ErrorState error={portal.error} onRetry={() => portal.refetch()} />;
  if (!portal.data.open) {
    return (
      <Outcome icon={IconLock} title={t("portal.closed")}>
        {t("portal.closed_text", { name: portal.data.organization_name })}
      </Outcome>
    );
  }
  return <PortalForm slug={slug} portal={portal.data} />;
}

function PortalForm({ slug, portal }: { slug: string; portal: Portal }) {
  const { t } = useTranslation("auth");
  const path = usePath();
  const navigate = useNavigate();
  const required = (value: string) => (value.trim() ? null : t("common:error.required"));
  const form = useForm({
    initialValues: { full_name: "", email: "", password: "" },
    validate: {
      full_name: required,
      email: (value) => (value.includes("@") ? null : t("common:error.email")),
      password: required,
    },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => signUpAtPortal(slug, values),
    done: (_, values) => navigate({ to: path("/auth/check-mail"), search: { email: values.email } }),
  });
  return (
    <>
      {portal.logo_url && <Image src={portal.logo_url} alt="" mah={56} w="auto" fit="contain" mb="md" />}
      <AuthHeading title={t("portal.title", { name: portal.organization_name })}>
        {t("portal.text", { name: portal.organization_name })}
      </AuthHeading>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t("common:field.full_name")}
            autoComplete="name"
            autoFocus
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
          <FormError error={mutation.error} fields={["full_name", "email", "password"]} />
          <Button type="submit" size="md" loading={mutation.isPending}>
            {t("portal.submit")}
          </Button>
        </Stack>
      </form>
    </>
  );
}
