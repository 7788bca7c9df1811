import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { Page } from "@/ui/page/page";
import { AddressesPanel } from "./addresses-panel";
import { FiltersPanel } from "./filters-panel";
import { MailboxesPanel } from "./mailboxes-panel";

/** How mail finds its way in, and what is done with it before anything opens. */
export function ReceivingPage() {
  const { t } = useTranslation("receiving");
  const path = usePath();
  return (
    <Page
      title={t("title")}
      description={t("text")}
      back={{ to: path("/admin/mail/inbox"), label: t("inbox") }}
    >
      <Stack gap="lg">
        <AddressesPanel />
        <MailboxesPanel />
        <FiltersPanel />
      </Stack>
    </Page>
  );
}
