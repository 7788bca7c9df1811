import { Skeleton, Stack, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { usePath } from "@/lib/paths";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { Page } from "@/ui/page/page";
import { Surface } from "@/ui/surface/surface";
import { CampaignMenu } from "./campaign-menu";
import { CampaignStateBadge } from "./campaign-state";
import { DraftEditor } from "./draft/draft-editor";
import { PersonalizationPanel } from "./personalization/personalization-panel";
import { campaignQuery, type RecipientFilters } from "./queries";
import { LinksPanel } from "./results/links-panel";
import { RecipientsPanel } from "./results/recipients-panel";
import { ResultsPanel } from "./results/results-panel";
import { Controls } from "./running/controls";
import { ProgressPanel } from "./running/progress-panel";

export const TABS = ["results", "links", "recipients"] as const;
export type CampaignSearch = RecipientFilters & { tab?: (typeof TABS)[number] };

type CampaignPageProps = {
  id: string;
  search: CampaignSearch;
  onSearch: (search: CampaignSearch) => void;
};

export function CampaignPage({ id, search, onSearch }: CampaignPageProps) {
  const { t } = useTranslation("campaigns");
  const path = usePath();
  const query = useQuery(campaignQuery(id));
  const campaign = query.data;
  return (
    <Page
      title={campaign?.name ?? t("one")}
      badge={campaign && <CampaignStateBadge state={campaign.state} />}
      back={{ to: path("/admin/mail/campaigns"), label: t("title") }}
      actions={campaign && <CampaignMenu campaign={campaign} />}
      size="wide"
    >
      {query.isPending && (
        <Stack aria-busy="true">
          <Skeleton height={120} />
          <Skeleton height={320} />
        </Stack>
      )}
      {query.isError && !campaign && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {campaign?.state === "draft" && <DraftEditor key={campaign.id} campaign={campaign} />}
      {campaign && campaign.state !== "draft" && (
        <Begun campaign={campaign} search={search} onSearch={onSearch} />
      )}
    </Page>
  );
}

function Begun({ campaign, search, onSearch }: Omit<CampaignPageProps, "id"> & { campaign: CampaignDetail }) {
  const { t } = useTranslation("campaigns");
  const tab = search.tab ?? "results";
  return (
    <Stack gap="lg">
      <ProgressPanel campaign={campaign} controls={<Controls campaign={campaign} />} />
      {campaign.personalizes && <PersonalizationPanel campaign={campaign} />}
      {campaign.started_at && (
        <Tabs
          value={tab}
          onChange={(value) => onSearch({ tab: TABS.find((each) => each === value && value !== "results") })}
        >
          <Tabs.List mb="md">
            {TABS.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {t(`tab.${each}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={tab}>
            {tab === "results" && <ResultsPanel campaign={campaign} />}
            {tab === "links" && <LinksPanel campaign={campaign} />}
            {tab === "recipients" && (
              <Surface flush>
                <RecipientsPanel campaign={campaign} search={search} onSearch={onSearch} />
              </Surface>
            )}
          </Tabs.Panel>
        </Tabs>
      )}
    </Stack>
  );
}
