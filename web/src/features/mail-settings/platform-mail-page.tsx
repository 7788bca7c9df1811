import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/page/page";
import { DomainsPanel } from "./domains-panel";
import { ProvidersPanel } from "./providers-panel";

/** The installation's own sending providers and domains, for every organisation without its own. */
export function PlatformMailPage() {
  const { t } = useTranslation("mail-settings");
  return (
    <Page title={t("platform.title")} description={t("platform.text")}>
      <Stack gap="lg">
        <ProvidersPanel deployment />
        <DomainsPanel />
      </Stack>
    </Page>
  );
}
