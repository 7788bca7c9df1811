import { Button } from "@mantine/core";
import { IconCircleCheck, IconLinkOff } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { refreshSession } from "@/lib/session";
import { FormError } from "@/ui/form/submit";
import { AuthHeading } from "./auth-heading";
import { Outcome } from "./outcome";
import { confirmEmail } from "./queries";

/** A click confirms, not the visit: mail scanners follow links. */
export function ConfirmEmailPage({ confirmationKey }: { confirmationKey: string }) {
  const { t } = useTranslation("auth");
  const path = usePath();
  const confirm = useMutation({ mutationFn: () => confirmEmail(confirmationKey), onSuccess: refreshSession });
  const refused = confirm.error instanceof ApiError && confirm.error.status === 400;

  if (confirm.isSuccess) {
    const signedIn = confirm.data.authenticated;
    return (
      <Outcome
        icon={IconCircleCheck}
        title={t("confirm.done")}
        next={
          signedIn
            ? { to: path("/"), label: t("confirm.continue") }
            : { to: path("/auth/sign-in"), label: t("sign_in.submit") }
        }
      >
        {!signedIn && t("confirm.done_text")}
      </Outcome>
    );
  }
  if (refused || !confirmationKey) {
    return (
      <Outcome
        icon={IconLinkOff}
        title={t("confirm.failed")}
        next={{ to: path("/auth/sign-in"), label: t("sign_in.submit") }}
      >
        {t("confirm.failed_text")}
      </Outcome>
    );
  }
  return (
    <>
      <AuthHeading title={t("confirm.title")}>{t("confirm.text")}</AuthHeading>
      <FormError error={confirm.error} />
      <Button size="md" mt="xs" autoFocus loading={confirm.isPending} onClick={() => confirm.mutate()}>
        {t("confirm.submit")}
      </Button>
    </>
  );
}
