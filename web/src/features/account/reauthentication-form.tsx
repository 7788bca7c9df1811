import { Button, Divider, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Flow } from "@/lib/allauth";
import { isDismissal, passkeysSupported, reauthenticateWithPasskey } from "@/lib/passkeys";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { reauthenticateByCode, reauthenticateByPassword } from "./queries";

type ReauthenticationFormProps = { flows: Flow[]; onDone: () => void; onCancel: () => void };

/** Password, else a code of the second factor; a passkey where there is one. */
export function ReauthenticationForm({ flows, onDone, onCancel }: ReauthenticationFormProps) {
  const { t } = useTranslation("account");
  const types = flows.flatMap((flow) => flow.types ?? []);
  const byPassword = flows.some((flow) => flow.id === "reauthenticate");
  const byCode = types.includes("totp") || types.includes("recovery_codes");
  const byPasskey = types.includes("webauthn") && passkeysSupported();
  const form = useForm({
    initialValues: { password: "", code: "" },
    validate: {
      [byPassword ? "password" : "code"]: (value: string) => (value ? null : t("common:error.required")),
    },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ password, code }) =>
      byPassword ? reauthenticateByPassword(password) : reauthenticateByCode(code),
    done: onDone,
  });
  const passkey = useMutation({ mutationFn: reauthenticateWithPasskey, onSuccess: onDone });
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t("reauth.text")}
      </Text>
      {(byPassword || byCode) && (
        <form onSubmit={onSubmit} noValidate>
          <Stack gap="sm">
            {byPassword ? (
              <PasswordInput
                label={t("reauth.password")}
                autoComplete="current-password"
                data-autofocus
                {...form.getInputProps("password")}
              />
            ) : (
              <TextInput
                label={t("reauth.code")}
                autoComplete="one-time-code"
                inputMode="numeric"
                data-autofocus
                {...form.getInputProps("code")}
              />
            )}
            <FormError error={mutation.error} fields={["password", "code"]} />
            <FormActions mutation={mutation} label={t("reauth.submit")} onCancel={onCancel} />
          </Stack>
        </form>
      )}
      {byPasskey && (
        <>
          {(byPassword || byCode) && <Divider />}
          <Button
            variant="default"
            leftSection={<IconFingerprint size={18} aria-hidden />}
            loading={passkey.isPending}
            onClick={() => passkey.mutate()}
          >
            {t("reauth.passkey")}
          </Button>
          <FormError error={isDismissal(passkey.error) ? null : passkey.error} />
        </>
      )}
    </Stack>
  );
}
