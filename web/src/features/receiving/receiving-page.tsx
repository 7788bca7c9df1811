import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/page/page";
import { SectionTabs } from "@/ui/section-tabs/section-tabs";
import { AddressesPanel } from "./addresses-panel";
import { FiltersPanel } from "./filters-panel";
import { MailboxesPanel } from "./mailboxes-panel";

/** How mail finds its way in, and what is done with it before anything opens. */
export function ReceivingPage() {
  const { t } = useTranslation("receiving");
  return (
    <Page title={t("title")} description={t("text")}>
      <SectionTabs section="mail_setup" current="receiving" />
      <Stack gap="lg">
        <AddressesPanel />
        <MailboxesPanel />
        <FiltersPanel />
      </Stack>
    </Page>
  );
}
