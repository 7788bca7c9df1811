import { Anchor, Button, Divider, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuthAnswer, Flow } from "@/lib/allauth";
import { isDismissal, passkeysSupported, passSecondStepWithPasskey } from "@/lib/passkeys";
import { FormError, useSubmit } from "@/ui/form/submit";
import { AuthHeading } from "./auth-heading";
import { passSecondStep } from "./queries";

type SecondStepFormProps = {
  flow: Flow;
  onAnswer: (answer: AuthAnswer) => Promise<void>;
  onCancel: () => void;
};

export function SecondStepForm({ flow, onAnswer, onCancel }: SecondStepFormProps) {
  const { t } = useTranslation("auth");
  const [recovery, setRecovery] = useState(false);
  const form = useForm({
    initialValues: { code: "" },
    validate: { code: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ code }) => passSecondStep(code.replace(/\s/g, "")),
    done: onAnswer,
  });
  const passkey = useMutation({ mutationFn: passSecondStepWithPasskey, onSuccess: onAnswer });
  const types = flow.types ?? ["totp", "recovery_codes"];
  const withCode = types.includes("totp") || types.includes("recovery_codes");
  const asRecovery = recovery || !types.includes("totp");

  return (
    <>
      <AuthHeading title={t("second.title")}>
        {withCode ? t(asRecovery ? "second.recovery_text" : "second.text") : t("second.passkey_text")}
      </AuthHeading>
      <Stack gap="sm">
        {withCode && (
          <form onSubmit={onSubmit} noValidate>
            <Stack gap="sm">
              <TextInput
                key={asRecovery ? "recovery" : "totp"}
                label={t(asRecovery ? "second.recovery_code" : "second.code")}
                inputMode={asRecovery ? "text" : "numeric"}
                autoComplete="one-time-code"
                autoFocus
                {...form.getInputProps("code")}
              />
              <FormError error={mutation.error} fields={["code"]} />
              <Button type="submit" size="md" loading={mutation.isPending}>
                {t("second.submit")}
              </Button>
            </Stack>
          </form>
        )}
        {types.includes("webauthn") && passkeysSupported() && (
          <>
            {withCode && <Divider label={t("sign_in.or")} labelPosition="center" />}
            <Button
              variant="default"
              leftSection={<IconFingerprint size={18} aria-hidden />}
              loading={passkey.isPending}
              onClick={() => passkey.mutate()}
            >
              {t("second.passkey")}
            </Button>
            <FormError error={isDismissal(passkey.error) ? null : passkey.error} />
          </>
        )}
        {types.includes("totp") && types.includes("recovery_codes") && (
          <Anchor component="button" type="button" size="sm" onClick={() => setRecovery(!recovery)}>
            {t(recovery ? "second.use_app" : "second.use_recovery")}
          </Anchor>
        )}
        <Anchor component="button" type="button" size="sm" c="dimmed" onClick={onCancel}>
          {t("second.cancel")}
        </Anchor>
      </Stack>
    </>
  );
}
