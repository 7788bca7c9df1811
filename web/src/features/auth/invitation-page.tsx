import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconLinkOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { PublicInvitation } from "@/lib/api-types";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { refreshSession } from "@/lib/session";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, useSubmit } from "@/ui/form/submit";
import { PagePending } from "@/ui/page/page-pending";
import { AuthHeading } from "./auth-heading";
import { Outcome } from "./outcome";
import { acceptInvitation, invitationQuery } from "./queries";

export function InvitationPage({ token }: { token: string }) {
  const { t } = useTranslation("auth");
  const path = usePath();
  const invitation = useQuery(invitationQuery(token));
  if (invitation.isPending) return <PagePending />;
  const { data, error } = invitation;
  if (
    (error instanceof ApiError && [404, 409].includes(error.status)) ||
    (data && data.status !== "pending")
  ) {
    return (
      <Outcome
        icon={IconLinkOff}
        title={t("invitation.gone")}
        next={{ to: path("/auth/sign-in"), label: t("sign_in.submit") }}
      >
        {t("invitation.gone_text")}
      </Outcome>
    );
  }
  if (!data) return <ErrorState error={error} onRetry={() => invitation.refetch()} />;
  return <AcceptForm token={token} invitation={data} />;
}

function AcceptForm({ token, invitation }: { token: string; invitation: PublicInvitation }) {
  const { t } = useTranslation("auth");
  const path = usePath();
  const navigate = useNavigate();
  const required = (value: string) => (value.trim() ? null : t("common:error.required"));
  const form = useForm({
    initialValues: { full_name: "", password: "" },
    validate: { full_name: required, password: required },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => acceptInvitation(token, values),
    done: async () => {
      const me = await refreshSession();
      await navigate({ to: path(me.signed_in ? "/" : "/auth/sign-in") });
    },
  });
  return (
    <>
      <AuthHeading title={t("invitation.title", { name: invitation.organization_name })}>
        {t("invitation.text", { role: t(`common:role.${invitation.role}`), email: invitation.email })}
      </AuthHeading>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t("common:field.full_name")}
            autoComplete="name"
            autoFocus
            {...form.getInputProps("full_name")}
          />
          <PasswordInput
            label={t("common:field.password")}
            description={t("sign_up.password_hint")}
            autoComplete="new-password"
            {...form.getInputProps("password")}
          />
          <FormError error={mutation.error} fields={["full_name", "password"]} />
          <Button type="submit" size="md" loading={mutation.isPending}>
            {t("invitation.submit")}
          </Button>
        </Stack>
      </form>
    </>
  );
}
