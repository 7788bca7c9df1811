import { useTranslation } from "react-i18next";
import type { ReportRow } from "@/lib/api-types-mail-settings";
import { formatNumber } from "@/lib/format";
import { type Figure, Figures } from "@/ui/charts/figures";
import { useDuration } from "./use-duration";

export function Totals({ total }: { total: ReportRow }) {
  const { t, i18n } = useTranslation("deliverability");
  const duration = useDuration();
  const count = (
    key: "sent" | "delivered" | "complained" | "failed" | "deferred" | "held_back" | "waiting",
  ) => ({
    key,
    label: t(`count.${key}`),
    value: formatNumber(total[key], i18n.language),
  });
  const bounced = total.bounced_hard + total.bounced_soft;
  const figures: Figure[] = [
    count("sent"),
    {
      ...count("delivered"),
      ...(total.median_seconds !== null && {
        note: t("count.median_note", { time: duration(total.median_seconds) }),
      }),
    },
    {
      key: "bounced",
      label: t("count.bounced"),
      value: formatNumber(bounced, i18n.language),
      note: t("count.bounced_note", { hard: total.bounced_hard, soft: total.bounced_soft }),
      ...(bounced > 0 ? { tone: "bad" as const } : {}),
    },
    count("complained"),
    count("failed"),
    count("deferred"),
    count("held_back"),
    count("waiting"),
  ];
  return <Figures label={t("count.label")} figures={figures} />;
}
