import { useTranslation } from "react-i18next";
import type { UsageTotals } from "@/lib/api-types-ai";
import { formatMoney, formatNumber } from "@/lib/format";
import { Figures } from "../charts/figures";

/** The sums of a usage report. */
export function UsageFigures({ totals, currency }: { totals: UsageTotals; currency: string }) {
  const { t, i18n } = useTranslation("ai");
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <Figures
      label={t("usage.totals")}
      figures={[
        { key: "requests", label: t("usage.requests"), value: number(totals.requests) },
        {
          key: "tokens",
          label: t("usage.tokens"),
          value: number(totals.tokens),
          note: t("usage.split", {
            prompt: number(totals.prompt_tokens),
            completion: number(totals.completion_tokens),
          }),
        },
        { key: "cost", label: t("usage.cost"), value: formatMoney(totals.cost, currency, i18n.language) },
        {
          key: "failed",
          label: t("usage.failed"),
          value: number(totals.failed),
          tone: totals.failed > 0 ? "bad" : undefined,
        },
        { key: "refused", label: t("usage.refused"), value: number(totals.refused) },
      ]}
    />
  );
}
