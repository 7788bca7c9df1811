import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/page/page";
import { AuthenticatorPanel } from "./authenticator-panel";
import { PasskeysPanel } from "./passkeys-panel";
import { PasswordPanel } from "./password-panel";
import { ReauthenticationProvider } from "./reauthentication";
import { RecoveryPanel } from "./recovery-codes";
import { SessionsPanel } from "./sessions-panel";

export function SecurityPage() {
  const { t } = useTranslation("account");
  return (
    <Page size="narrow" title={t("security.title")} description={t("security.text")}>
      <ReauthenticationProvider>
        <Stack gap="lg">
          <PasswordPanel />
          <PasskeysPanel />
          <AuthenticatorPanel />
          <RecoveryPanel />
          <SessionsPanel />
        </Stack>
      </ReauthenticationProvider>
    </Page>
  );
}
