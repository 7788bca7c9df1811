import { Group, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { UsageRow } from "@/lib/api-types-ai";
import { formatMoney, formatNumber } from "@/lib/format";
import { DayChart, type DaySeries } from "../charts/day-chart";
import { fillDays } from "../charts/days";

const METRICS = ["tokens", "requests", "cost"] as const;
type Metric = (typeof METRICS)[number];
const SERIES: Record<Metric, readonly (keyof UsageRow)[]> = {
  tokens: ["prompt_tokens", "completion_tokens"],
  requests: ["requests"],
  cost: ["cost"],
};
const COLORS = ["pine.5", "brass.4"];

type UsageChartProps = {
  /** Rows of `/api/ai/usage?group_by=day`; days without a call may be missing. */
  rows: UsageRow[];
  /** The first and the last day, `2026-11-23`. */
  since: string;
  until: string;
  currency: string;
  height?: number;
};

/** Use by day, as tokens, requests or cost. */
export function UsageChart({ rows, since, until, currency, height }: UsageChartProps) {
  const { t, i18n } = useTranslation("ai");
  const [metric, setMetric] = useState<Metric>("tokens");
  const series: DaySeries[] = SERIES[metric].map((key, index) => ({
    key,
    label: t(`usage.${key}`),
    color: COLORS[index] ?? "pine.5",
  }));
  const days = fillDays(rows, (row) => row.date ?? row.key, since, until).map(({ day, row }) => ({
    day,
    ...Object.fromEntries(SERIES[metric].map((key) => [key, Number(row?.[key] ?? 0)])),
  }));
  const format = (value: number) =>
    metric === "cost" ? formatMoney(value, currency, i18n.language) : formatNumber(value, i18n.language);
  return (
    <>
      <Group justify="space-between" mb="sm" gap="xs">
        <Text size="sm" fw={560}>
          {t("usage.by_day")}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t("usage.metric")}
          value={metric}
          onChange={(value) => setMetric(value as Metric)}
          data={METRICS.map((value) => ({ value, label: t(`usage.${value}`) }))}
        />
      </Group>
      <DayChart label={t("usage.by_day")} days={days} series={series} format={format} height={height} />
    </>
  );
}
