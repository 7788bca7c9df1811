import { useTranslation } from "react-i18next";
import type { AiReportContrast } from "@/lib/api-types-mail-optimising";
import { formatNumber, formatPercent } from "@/lib/format";
import type { IntervalBar } from "@/ui/charts/interval-bars";

/** Rates and their differences, in words and as bars. */
export function useRates() {
  const { t, i18n } = useTranslation("ai-mail-report");
  const percent = (value: number) => formatPercent(value, i18n.language);
  const number = (value: number) => formatNumber(value, i18n.language);
  /** A difference of rates, in percentage points. */
  const points = (share: number) =>
    new Intl.NumberFormat(i18n.language, { signDisplay: "exceptZero", maximumFractionDigits: 1 }).format(
      share * 100,
    );
  const armBar = (key: string, arm: AiReportContrast["ai"]): Omit<IntervalBar, "label"> => ({
    key,
    value: arm.rate,
    low: arm.low ?? 0,
    high: arm.high ?? 0,
    text:
      arm.rate === null || arm.low === null || arm.high === null
        ? t("rate.none")
        : t("rate.shown", { rate: percent(arm.rate), low: percent(arm.low), high: percent(arm.high) }),
    note: t("rate.people", { opened: number(arm.opened), arrived: number(arm.arrived) }),
  });
  return { points, armBar };
}
