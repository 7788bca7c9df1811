import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { RowSkeleton } from "@/ui/list/list-state";
import { Page } from "@/ui/page/page";
import { Surface } from "@/ui/surface/surface";
import { GeneralForm } from "./general-form";
import { LogoPanel } from "./logo-panel";
import { MailPanel } from "./mail-panel";
import { PortalPanel } from "./portal-panel";
import { organizationQuery } from "./queries";

export function SettingsPage() {
  const { t } = useTranslation("organization");
  const organization = useQuery(organizationQuery);
  return (
    <Page size="narrow" title={t("title")} description={t("text")}>
      {organization.isPending && (
        <Surface>
          <RowSkeleton rows={5} />
        </Surface>
      )}
      {organization.isError && !organization.data && (
        <ErrorState error={organization.error} onRetry={() => organization.refetch()} />
      )}
      {organization.data && (
        <Stack gap="lg">
          <GeneralForm organization={organization.data} />
          <LogoPanel organization={organization.data} />
          <PortalPanel organization={organization.data} />
          <MailPanel />
        </Stack>
      )}
    </Page>
  );
}
