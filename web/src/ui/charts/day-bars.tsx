import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { formatCompact, formatDay } from "@/lib/format";
import type { DayChartProps } from "./day-chart";

/** Loaded by `DayChart` when it is first shown: the drawing library is larger than most pages. */
export function DayBars({ days, series, format, height = 220 }: DayChartProps) {
  const { i18n } = useTranslation();
  return (
    <BarChart
      h={height}
      data={days}
      dataKey="day"
      type="stacked"
      series={series.map((each) => ({ name: each.key, label: each.label, color: each.color }))}
      withLegend={series.length > 1}
      legendProps={{ verticalAlign: "bottom", height: 32, itemSorter: null }}
      gridAxis="x"
      tickLine="none"
      strokeDasharray="3 5"
      maxBarWidth={34}
      valueFormatter={format}
      xAxisProps={{ tickFormatter: (day: string) => formatDay(day, i18n.language), minTickGap: 24 }}
      yAxisProps={{ tickFormatter: (value: number) => formatCompact(value, i18n.language), width: 44 }}
      // It is asked for a label even while the pointer is nowhere.
      tooltipProps={{ labelFormatter: (day) => (day ? formatDay(String(day), i18n.language) : "") }}
      // Read out from the table beside it; arrow keys in a picture would only be in the way.
      barChartProps={{ accessibilityLayer: false }}
    />
  );
}
