import { Alert, Skeleton, Stack, Table, Text } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CampaignDetail, CampaignResults } from "@/lib/api-types-campaigns";
import { formatNumber, formatPercent } from "@/lib/format";
import { type Figure, Figures } from "@/ui/charts/figures";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { Surface } from "@/ui/surface/surface";
import { resultsQuery } from "../queries";
import { TestPanel } from "./test-panel";
import { TimePanel } from "./time-panel";
import { VariantPanel } from "./variant-panel";

const FIGURES = [
  ["sent", null],
  ["delivered", "delivery_rate"],
  ["opened", "open_rate"],
  ["clicked", "click_rate"],
  ["unsubscribed", "unsubscribe_rate"],
  ["bounced", "bounce_rate"],
  ["complained", "complaint_rate"],
] as const;

/** What became of the mails: in all, by variant, over time and by where they went. */
export function ResultsPanel({ campaign }: { campaign: CampaignDetail }) {
  const query = useQuery(resultsQuery(campaign.id));
  const results = query.data;
  if (query.isPending) {
    return (
      <Stack aria-busy="true">
        <Skeleton height={86} />
        <Skeleton height={290} />
      </Stack>
    );
  }
  if (!results) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  return (
    <Stack gap="lg">
      <Totals campaign={campaign} results={results} />
      {results.ab && (
        <TestPanel test={results.ab} results={results} decidesItself={campaign.ab_decides_itself} />
      )}
      {results.by_variant.length > 1 && <VariantPanel campaign={campaign} results={results} />}
      {results.over_time.points.length > 0 && <TimePanel overTime={results.over_time} />}
      {results.by_domain.length > 0 && <Domains rows={results.by_domain} />}
      {Object.keys(results.skipped).length > 0 && <Skipped skipped={results.skipped} />}
    </Stack>
  );
}

function Totals({ campaign, results }: { campaign: CampaignDetail; results: CampaignResults }) {
  const { t, i18n } = useTranslation("campaigns");
  const number = (value: number) => formatNumber(value, i18n.language);
  const { totals } = results;
  const isCounted = { opened: campaign.tracks_opens, clicked: campaign.tracks_clicks };
  const figures: Figure[] = FIGURES.map(([key, rate]) => {
    const share = rate && totals[rate];
    const off = (key === "opened" || key === "clicked") && !isCounted[key];
    return {
      key,
      label: t(`count.${key}`),
      value: off || (key === "delivered" && share === null) ? "–" : number(totals[key]),
      note: off
        ? t("count.off")
        : key === "delivered" && share === null
          ? t("count.not_reported")
          : typeof share === "number" && formatPercent(share, i18n.language),
      tone: key === "complained" && totals.complained > 0 ? "bad" : undefined,
    };
  });
  figures.push({ key: "replies", label: t("count.replies"), value: number(totals.replies) });
  const machines = totals.machine_opens + totals.machine_clicks;
  return (
    <>
      <Figures label={t("tab.results")} figures={figures} />
      {machines > 0 && (
        <Alert variant="light" color="gray" icon={<IconRobot size={18} />} title={t("machines.title")}>
          {t("machines.text", { opens: number(totals.machine_opens), clicks: number(totals.machine_clicks) })}
        </Alert>
      )}
    </>
  );
}

function Domains({ rows }: { rows: CampaignResults["by_domain"] }) {
  const { t, i18n } = useTranslation("campaigns");
  const number = (value: number) => formatNumber(value, i18n.language);
  const columns = ["sent", "opened", "bounced", "complained"] as const;
  return (
    <Surface title={t("domains.title")} description={t("domains.text")}>
      <Table.ScrollContainer
        minWidth={420}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": t("domains.title"), role: "group" } }}
      >
        <Table aria-label={t("domains.title")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("domains.domain")}</Table.Th>
              {columns.map((key) => (
                <Table.Th key={key} ta="right">
                  {t(`count.${key}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.domain}>
                <Table.Td>{row.domain}</Table.Td>
                {columns.map((key) => (
                  <Table.Td key={key} ta="right">
                    {number(row[key])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Surface>
  );
}

function Skipped({ skipped }: { skipped: CampaignResults["skipped"] }) {
  const { t, i18n } = useTranslation("campaigns");
  return (
    <Surface title={t("skipped.title")} description={t("skipped.text")}>
      <Stack gap={4}>
        {Object.entries(skipped).map(([reason, count]) => (
          <Text key={reason} size="sm">
            {formatNumber(count, i18n.language)} · {t(`reason.${reason}`, { defaultValue: reason })}
          </Text>
        ))}
      </Stack>
    </Surface>
  );
}
