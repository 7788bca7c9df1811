import { Code, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { QrCode } from "@/ui/qr-code/qr-code";
import { activateTotp, type TotpSecret } from "./queries";
import { useGuard } from "./reauthentication";

type TotpFormProps = { secret: TotpSecret; onDone: () => Promise<void>; onCancel: () => void };

export function TotpForm({ secret, onDone, onCancel }: TotpFormProps) {
  const { t } = useTranslation("account");
  const guard = useGuard();
  const form = useForm({
    initialValues: { code: "" },
    validate: { code: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ code }) => guard(() => activateTotp(code.replace(/\s/g, ""))),
    done: onDone,
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <Text size="sm">{t("totp.scan")}</Text>
        <Group justify="center">
          <QrCode text={secret.totp_url} label={t("totp.qr")} />
        </Group>
        <Text size="xs" c="dimmed">
          {t("totp.manual")} <Code className="fd-break">{secret.secret}</Code>
        </Text>
        <TextInput
          label={t("totp.code")}
          inputMode="numeric"
          autoComplete="one-time-code"
          data-autofocus
          {...form.getInputProps("code")}
        />
        <FormError error={mutation.error} fields={["code"]} />
        <FormActions mutation={mutation} label={t("totp.submit")} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
