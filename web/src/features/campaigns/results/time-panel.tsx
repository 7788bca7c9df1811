import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignResults } from "@/lib/api-types-campaigns";
import { browserZone, formatDateTime, formatNumber } from "@/lib/format";
import { meQuery } from "@/lib/session";
import { BarList } from "@/ui/charts/bar-list";
import { DayChart } from "@/ui/charts/day-chart";
import { fillDays, fillHours } from "@/ui/charts/days";
import { Surface } from "@/ui/surface/surface";

const MEASURES = ["opened", "clicked", "sent"] as const;
/** More lines tell no more: the rest is in the file. */
const MOST_HOURS = 24;

/** When people opened and clicked: by the hour at first, later by the day. */
export function TimePanel({ overTime }: { overTime: CampaignResults["over_time"] }) {
  const { t, i18n } = useTranslation("campaigns");
  const [measure, setMeasure] = useState<(typeof MEASURES)[number]>("opened");
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const zone = me?.profile?.timezone ?? browserZone();
  const number = (value: number) => formatNumber(value, i18n.language);
  const dayOf = (at: string) =>
    new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" }).format(new Date(at));
  const { points } = overTime;
  const [first, last] = [points[0], points.at(-1)];
  const days =
    overTime.step === "day" && first && last
      ? fillDays(points, ({ at }) => dayOf(at), dayOf(first.at), dayOf(last.at))
      : [];
  return (
    <Surface
      title={t(`over_time.${overTime.step}`)}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t("over_time.measure")}
          value={measure}
          onChange={(value) => setMeasure(MEASURES.find((each) => each === value) ?? "opened")}
          data={MEASURES.map((value) => ({ value, label: t(`count.${value}`) }))}
        />
      }
    >
      {overTime.step === "day" ? (
        <DayChart
          label={t("over_time.day")}
          days={days.map(({ day, row }) => ({ day, [measure]: row?.[measure] ?? 0 }))}
          series={[{ key: measure, label: t(`count.${measure}`), color: "pine.6" }]}
          format={number}
        />
      ) : (
        <BarList
          label={t("over_time.hour")}
          bars={fillHours(points, MOST_HOURS).map(({ at, row }) => ({
            key: at,
            label: formatDateTime(at, i18n.language, zone),
            value: row?.[measure] ?? 0,
            text: number(row?.[measure] ?? 0),
          }))}
        />
      )}
    </Surface>
  );
}
