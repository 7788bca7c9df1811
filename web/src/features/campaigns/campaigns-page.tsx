import { Button, Progress, Select, Text } from "@mantine/core";
import { IconPlus, IconSpeakerphone } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CAMPAIGN_STATES, type Campaign, type CampaignState } from "@/lib/api-types-campaigns";
import { formatNumber, formatPercent } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { Page } from "@/ui/page/page";
import { SectionTabs } from "@/ui/section-tabs/section-tabs";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { CampaignStateBadge } from "./campaign-state";
import { type CampaignFilters, campaignsQuery } from "./queries";
import { useServerWords } from "./server-words";

type CampaignsPageProps = { search: CampaignFilters; onSearch: (search: CampaignFilters) => void };

export function CampaignsPage({ search, onSearch }: CampaignsPageProps) {
  const { t } = useTranslation("campaigns");
  const path = usePath();
  const campaigns = useInfiniteQuery(campaignsQuery(search));
  const add = useCan("campaigns.manage") && (
    <Button
      component={Link}
      to={path("/admin/mail/campaigns/new")}
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("title")} description={t("text")} actions={add}>
      <SectionTabs section="campaigns" current="campaigns" />
      <Surface flush>
        <Toolbar>
          <SearchInput
            label={t("search")}
            value={search.q ?? ""}
            onChange={(q) => onSearch({ ...search, q: q || undefined })}
          />
          <Select
            aria-label={t("column.state")}
            placeholder={t("any_state")}
            clearable
            w={180}
            value={search.state ?? null}
            onChange={(state) => onSearch({ ...search, state: (state as CampaignState | null) ?? undefined })}
            data={CAMPAIGN_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
          />
        </Toolbar>
        <DataTable
          label={t("title")}
          query={campaigns}
          columns={useColumns()}
          rowKey={(campaign) => campaign.id}
          rowLink={(campaign) => path(`/admin/mail/campaigns/${campaign.id}`)}
          filtered={Boolean(search.q || search.state)}
          onClearFilters={() => onSearch({})}
          empty={
            <EmptyState icon={IconSpeakerphone} title={t("empty.title")} action={add}>
              {t("empty.text")}
            </EmptyState>
          }
        />
      </Surface>
    </Page>
  );
}

function useColumns(): Column<Campaign>[] {
  const { t, i18n } = useTranslation("campaigns");
  const share = (part: number, whole: number) => (whole ? formatPercent(part / whole, i18n.language) : "–");
  return [
    { key: "name", header: t("common:field.name"), render: (campaign) => <Name campaign={campaign} /> },
    {
      key: "state",
      header: t("column.state"),
      render: ({ state }) => <CampaignStateBadge state={state} />,
    },
    {
      key: "progress",
      header: t("column.progress"),
      width: "11rem",
      render: (campaign) => <Bar campaign={campaign} />,
    },
    {
      key: "opened",
      header: t("column.opened"),
      align: "right",
      secondary: true,
      render: ({ opened, bar }) => share(opened, bar.done),
    },
    {
      key: "clicked",
      header: t("column.clicked"),
      align: "right",
      secondary: true,
      render: ({ clicked, bar }) => share(clicked, bar.done),
    },
    {
      key: "at",
      header: t("column.at"),
      render: (campaign) => (
        <Time
          at={campaign.finished_at ?? campaign.started_at ?? campaign.scheduled_at ?? campaign.updated_at}
        />
      ),
    },
  ];
}

function Name({ campaign }: { campaign: Campaign }) {
  const say = useServerWords();
  return (
    <div className="fd-break">
      <Text size="sm" fw={560} component="span">
        {campaign.name}
      </Text>
      {campaign.paused_reason && (
        <Text size="xs" c="dimmed" lineClamp={1}>
          {say(campaign.paused_reason)}
        </Text>
      )}
    </div>
  );
}

function Bar({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useTranslation("campaigns");
  const { total, done } = campaign.bar;
  if (total === 0) return <span>–</span>;
  const number = (value: number) => formatNumber(value, i18n.language);
  const words = t("progress.of", { done: number(done), total: number(total) });
  return (
    <div>
      <Progress value={(done / total) * 100} aria-label={words} size="sm" mb={2} />
      <Text size="xs" c="dimmed" component="span">
        {words}
      </Text>
    </div>
  );
}
