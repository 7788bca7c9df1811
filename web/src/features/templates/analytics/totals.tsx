import { Alert } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Counts } from "@/lib/api-types-library";
import { formatNumber, formatPercent } from "@/lib/format";
import { type Figure, Figures } from "@/ui/charts/figures";
import { FIGURES, isReported } from "./rates";

export function Totals({ totals }: { totals: Counts }) {
  const { t, i18n } = useTranslation("template-analytics");
  const number = (value: number) => formatNumber(value, i18n.language);
  const figures: Figure[] = FIGURES.map(([key, share]) => {
    const rate = share && totals[share];
    const failed = key === "sent" && totals.failed > 0;
    return {
      key,
      label: t(`count.${key}`),
      value: isReported(key, totals) ? number(totals[key]) : "–",
      note: failed
        ? t("failed", { count: totals.failed, number: number(totals.failed) })
        : isReported(key, totals)
          ? rate !== null && formatPercent(rate, i18n.language)
          : t("not_reported"),
      tone: key === "complained" && totals.complained > 0 ? "bad" : undefined,
    };
  });
  const machines = totals.machine_opens + totals.machine_clicks;
  return (
    <>
      <Figures label={t("totals")} figures={figures} />
      {machines > 0 && (
        <Alert variant="light" color="gray" icon={<IconRobot size={18} />} title={t("machines.title")}>
          {t("machines.text", {
            opens: number(totals.machine_opens),
            clicks: number(totals.machine_clicks),
          })}
        </Alert>
      )}
    </>
  );
}
