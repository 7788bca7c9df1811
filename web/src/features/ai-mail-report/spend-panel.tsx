import { SegmentedControl, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AiReport, AiReportSpend } from "@/lib/api-types-mail-optimising";
import { formatMoney, formatNumber } from "@/lib/format";
import { UsageFigures } from "@/ui/ai/usage-figures";
import { useFeatureName } from "@/ui/ai/use-feature-name";
import { BarList } from "@/ui/charts/bar-list";
import { DayChart } from "@/ui/charts/day-chart";
import { fillDays } from "@/ui/charts/days";
import { Surface } from "@/ui/surface/surface";

const METRICS = ["tokens", "calls", "cost"] as const;
type Metric = (typeof METRICS)[number];

type SpendPanelProps = { report: AiReport; days: { since: string; until: string } };

/** What it took: by day, by what it was for, and by model. */
export function SpendPanel({ report, days }: SpendPanelProps) {
  const { t, i18n } = useTranslation("ai-mail-report");
  const feature = useFeatureName();
  const [metric, setMetric] = useState<Metric>("tokens");
  const { totals, currency } = report;
  const format = (value: number) =>
    metric === "cost" ? formatMoney(value, currency, i18n.language) : formatNumber(value, i18n.language);
  return (
    <Surface
      title={t("spend.title")}
      description={t("spend.text")}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t("spend.metric")}
          value={metric}
          onChange={(value) => setMetric(METRICS.find((each) => each === value) ?? "tokens")}
          data={METRICS.map((value) => ({ value, label: t(`spend.${value}`) }))}
        />
      }
    >
      {totals.calls === 0 ? (
        <Text size="sm">{t("spend.none")}</Text>
      ) : (
        <Stack gap="lg">
          <UsageFigures totals={{ ...totals, requests: totals.calls }} currency={currency} />
          <DayChart
            label={t("spend.title")}
            format={format}
            days={fillDays(report.by_day, (row) => row.date, days.since, days.until).map(({ day, row }) => ({
              day,
              [metric]: Number(row?.[metric] ?? 0),
            }))}
            series={[{ key: metric, label: t(`spend.${metric}`), color: "pine.5" }]}
          />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <Ranking
              title={t("spend.by_feature")}
              rows={report.by_feature}
              name={feature}
              {...{ metric, format }}
            />
            <Ranking
              title={t("spend.by_model")}
              rows={report.by_model}
              name={(key) => key}
              {...{ metric, format }}
            />
          </SimpleGrid>
        </Stack>
      )}
    </Surface>
  );
}

type RankingProps = {
  title: string;
  rows: AiReportSpend[];
  name: (key: string) => string;
  metric: Metric;
  format: (value: number) => string;
};

function Ranking({ title, rows, name, metric, format }: RankingProps) {
  const sorted = [...rows].sort((one, other) => Number(other[metric]) - Number(one[metric]));
  return (
    <div>
      <Title order={3} size="sm" mb="xs">
        {title}
      </Title>
      <BarList
        label={title}
        bars={sorted.map((row) => ({
          key: row.key,
          label: name(row.key),
          value: Number(row[metric]),
          text: format(Number(row[metric])),
        }))}
      />
    </div>
  );
}
