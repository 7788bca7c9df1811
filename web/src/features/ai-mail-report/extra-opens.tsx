import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AiReportComparison } from "@/lib/api-types-mail-optimising";
import { formatMoney, formatNumber } from "@/lib/format";
import { Figures } from "@/ui/charts/figures";

type ExtraOpensProps = { extra: AiReportComparison["extra"]; currency: string };

/** What each extra open took; without extra opens that are sure there is no price for one. */
export function ExtraOpens({ extra, currency }: ExtraOpensProps) {
  const { t, i18n } = useTranslation("ai-mail-report");
  const number = (value: number) => formatNumber(Math.round(value), i18n.language);
  const { opens, opens_low: low, opens_high: high } = extra;
  const spent = {
    tokens: number(extra.tokens),
    cost: formatMoney(extra.cost, currency, i18n.language),
  };
  if (extra.code !== "shown" || opens === null) {
    return <Text size="sm">{t(`extra.${extra.code}`, spent)}</Text>;
  }
  return (
    <Stack gap={4}>
      <Figures
        label={t("extra.title")}
        figures={[
          {
            key: "opens",
            label: t("extra.opens"),
            value: number(opens),
            note:
              low === null || high === null
                ? undefined
                : t("extra.between", { low: number(low), high: number(high) }),
          },
          {
            key: "tokens",
            label: t("extra.tokens_per_open"),
            value: extra.tokens_per_open === null ? "–" : number(extra.tokens_per_open),
            note: t("extra.of_tokens", spent),
          },
          {
            key: "cost",
            label: t("extra.cost_per_open"),
            value:
              extra.cost_per_open === null ? "–" : formatMoney(extra.cost_per_open, currency, i18n.language),
            note: t("extra.of_cost", spent),
          },
        ]}
      />
    </Stack>
  );
}
