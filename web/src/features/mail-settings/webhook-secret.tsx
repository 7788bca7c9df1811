import { Alert, PasswordInput } from "@mantine/core";
import type { GetInputPropsReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Provider, ProviderKind } from "@/lib/api-types-mail-settings";

/** They sign nothing: a password of one's own proves their reports. */
const BY_PASSWORD = new Set(["postmark", "sparkpost", "mailjet", "brevo"]);
/** They are believed without it: Amazon's kind signs with its own certificate, the others with the API key. */
const DO_WITHOUT = new Set(["ses", "scaleway", "mailgun", "unisender_go"]);

export const needsWebhookSecret = (kind: ProviderKind) =>
  kind.webhooks.length > 0 && !DO_WITHOUT.has(kind.name);

type WebhookSecretProps = { kind: ProviderKind; provider?: Provider; input: GetInputPropsReturnType };

/** What proves that a report is the service's own; where it is found differs among them. */
export function WebhookSecret({ kind, provider, input }: WebhookSecretProps) {
  const { t } = useTranslation("mail-settings");
  const hint = BY_PASSWORD.has(kind.name) ? "password" : kind.name;
  return (
    <PasswordInput
      label={t("provider.webhook_secret")}
      description={t(`webhook_hint.${hint}`, {
        provider: kind.title,
        defaultValue: t("provider.webhook_secret_help"),
      })}
      placeholder={provider?.webhook_secret_set ? t("provider.secret_set") : undefined}
      autoComplete="new-password"
      visibilityToggleButtonProps={{
        "aria-label": t("provider.show", { name: t("provider.webhook_secret") }),
      }}
      {...input}
    />
  );
}

/** Says so while a service's reports are refused for want of it. */
export function MissingSecret({ kind, provider }: { kind: ProviderKind; provider: Provider }) {
  const { t } = useTranslation("mail-settings");
  if (provider.webhook_secret_set || !needsWebhookSecret(kind)) return null;
  return (
    <Alert color="brass" variant="light">
      {t("webhook_hint.missing", { provider: kind.title })}
    </Alert>
  );
}
