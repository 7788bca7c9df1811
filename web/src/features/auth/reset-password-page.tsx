import { Button, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconCircleCheck, IconLinkOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { FormError, useSubmit } from "@/ui/form/submit";
import { AuthHeading } from "./auth-heading";
import { Outcome } from "./outcome";
import { resetPassword } from "./queries";

export function ResetPasswordPage({ resetKey }: { resetKey: string }) {
  const { t } = useTranslation("auth");
  const path = usePath();
  const form = useForm({
    initialValues: { password: "" },
    validate: { password: (value) => (value ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ password }) => resetPassword({ key: resetKey, password }),
  });

  const used =
    mutation.error instanceof ApiError && mutation.error.errors.some(({ field }) => field === "key");

  if (used || !resetKey) {
    return (
      <Outcome
        icon={IconLinkOff}
        title={t(used ? "confirm.failed" : "reset.missing")}
        next={{ to: path("/auth/forgot-password"), label: t("reset.again") }}
      >
        {used && t("reset.used_text")}
      </Outcome>
    );
  }
  if (mutation.isSuccess) {
    return (
      <Outcome
        icon={IconCircleCheck}
        title={t("reset.done")}
        next={{ to: path("/auth/sign-in"), label: t("sign_in.submit") }}
      >
        {t("reset.done_text")}
      </Outcome>
    );
  }
  return (
    <>
      <AuthHeading title={t("reset.title")}>{t("sign_up.password_hint")}</AuthHeading>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          <PasswordInput
            label={t("reset.new_password")}
            autoComplete="new-password"
            autoFocus
            {...form.getInputProps("password")}
          />
          <FormError error={mutation.error} fields={["password"]} />
          <Button type="submit" size="md" loading={mutation.isPending}>
            {t("reset.submit")}
          </Button>
        </Stack>
      </form>
    </>
  );
}
