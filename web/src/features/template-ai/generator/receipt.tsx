import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ProposalBrief } from "@/lib/api-types-mail-ai";
import { formatMoney, formatNumber } from "@/lib/format";
import { useCurrency } from "@/lib/use-currency";

type Spent = Pick<ProposalBrief, "model" | "model_ref" | "prompt_tokens" | "completion_tokens" | "cost">;

/** What a proposal took, and the model that really served it. */
export function Receipt({ spent }: { spent: Spent }) {
  const { t, i18n } = useTranslation("template-ai");
  const currency = useCurrency();
  const number = (value: number) => formatNumber(value, i18n.language);
  const parts = [
    t("receipt.by", { model: spent.model, ref: spent.model_ref }),
    t("receipt.tokens", { prompt: number(spent.prompt_tokens), answer: number(spent.completion_tokens) }),
    currency ? t("receipt.cost", { cost: formatMoney(spent.cost, currency, i18n.language) }) : null,
  ];
  return (
    <Text size="xs" c="dimmed" className="fd-tabular fd-break">
      {parts.filter(Boolean).join(" · ")}
    </Text>
  );
}
