import { Group, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Analytics } from "@/lib/api-types-library";
import { formatNumber } from "@/lib/format";
import { DayChart } from "@/ui/charts/day-chart";
import { fillDays } from "@/ui/charts/days";
import { Surface } from "@/ui/surface/surface";

const MEASURES = {
  sent: { keys: ["sent"], colors: ["pine.5"] },
  engaged: { keys: ["opened", "clicked"], colors: ["pine.5", "brass.4"] },
  trouble: { keys: ["bounced", "failed"], colors: ["red.5", "brass.4"] },
} as const;
type Measure = keyof typeof MEASURES;

type DayPanelProps = { rows: Analytics["by_day"]; since: string; until: string };

export function DayPanel({ rows, since, until }: DayPanelProps) {
  const { t, i18n } = useTranslation("template-analytics");
  const [measure, setMeasure] = useState<Measure>("sent");
  const { keys, colors } = MEASURES[measure];
  const days = fillDays(rows, (row) => row.date, since, until).map(({ day, row }) => ({
    day,
    ...Object.fromEntries(keys.map((key) => [key, row?.[key] ?? 0])),
  }));
  return (
    <Surface>
      <Group justify="space-between" mb="sm" gap="xs">
        <Text size="sm" fw={560}>
          {t("days.title")}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t("days.measure")}
          value={measure}
          onChange={(value) => setMeasure(value as Measure)}
          data={Object.keys(MEASURES).map((value) => ({ value, label: t(`days.${value}`) }))}
        />
      </Group>
      <DayChart
        label={t("days.title")}
        days={days}
        series={keys.map((key, index) => ({
          key,
          label: t(`count.${key}`),
          color: colors[index] ?? "pine.5",
        }))}
        format={(value) => formatNumber(value, i18n.language)}
      />
    </Surface>
  );
}
