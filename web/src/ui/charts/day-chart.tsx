import { Skeleton, VisuallyHidden } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { formatDay } from "@/lib/format";

const DayBars = lazy(() => import("./day-bars").then((module) => ({ default: module.DayBars })));

export type DaySeries = { key: string; label: string; color: string };
export type DayChartProps = {
  /** Says what is drawn, for those who cannot see it. */
  label: string;
  /** One row per calendar day, oldest first; `day` is `2026-11-23`, the rest are the series' values. */
  days: ({ day: string } & Record<string, number | string>)[];
  series: DaySeries[];
  format: (value: number) => string;
  height?: number;
};

/** Bars per day, stacked where there are several series; the same figures as a table for screen readers. */
export function DayChart(props: DayChartProps) {
  const { t, i18n } = useTranslation();
  const { label, days, series, format, height = 220 } = props;
  return (
    <figure style={{ margin: 0 }}>
      <div aria-hidden>
        <Suspense fallback={<Skeleton height={height} />}>
          <DayBars {...props} />
        </Suspense>
      </div>
      <VisuallyHidden>
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">{t("chart.day")}</th>
              {series.map((each) => (
                <th key={each.key} scope="col">
                  {each.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((row) => (
              <tr key={row.day}>
                <th scope="row">{formatDay(row.day, i18n.language)}</th>
                {series.map((each) => (
                  <td key={each.key}>{format(Number(row[each.key] ?? 0))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}
