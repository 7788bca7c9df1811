import { Code, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import { formatMoney, formatNumber } from "@/lib/format";
import { useCurrency } from "@/lib/use-currency";
import { CapabilityBadges, ModelBadges } from "@/ui/ai/model-badges";
import { QuotaMeter } from "@/ui/ai/quota-meter";
import { RefusalNote } from "@/ui/ai/refusal-note";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import classes from "./ai-account.module.css";

export const FACTS = [
  "access",
  "capabilities",
  "context",
  "answer",
  "input_price",
  "output_price",
  "limits",
  "tasks",
  "offer",
  "ref",
] as const;
export type Fact = (typeof FACTS)[number];

/** One fact of one model, the same beside others and alone. */
export function FactValue({ model, fact }: { model: AiModel; fact: Fact }): ReactNode {
  const { t, i18n } = useTranslation("ai-account");
  const number = (value: number) => formatNumber(value, i18n.language);
  switch (fact) {
    case "access":
      if (model.refusal) return <RefusalNote refusal={model.refusal} />;
      return <StatusBadge tone="good">{t("fact_value.usable")}</StatusBadge>;
    case "capabilities":
      return model.capabilities.length > 0 ? <CapabilityBadges capabilities={model.capabilities} /> : "–";
    case "context":
      return model.context_window
        ? t("fact_value.tokens", { tokens: number(model.context_window) })
        : t("fact_value.unknown");
    case "answer":
      if (!model.capabilities.includes("chat")) return "–";
      return t("fact_value.tokens", { tokens: number(model.max_tokens) });
    case "input_price":
      return <Price amount={model.input_price_per_mtok} />;
    case "output_price":
      return <Price amount={model.output_price_per_mtok} />;
    case "limits":
      if (!model.usable) return "–";
      if (model.quotas.length === 0) return t("fact_value.no_limit");
      return (
        <Stack gap="sm">
          {model.quotas.map((quota) => (
            <QuotaMeter key={quota.scope} quota={quota} />
          ))}
        </Stack>
      );
    case "tasks":
      return <Tasks model={model} />;
    case "offer":
      return <ModelBadges model={model} tier />;
    case "ref":
      return <Code className="fd-break">{model.ref}</Code>;
  }
}

function Price({ amount }: { amount: string | null | undefined }) {
  const { t, i18n } = useTranslation("ai-account");
  const currency = useCurrency();
  if (amount === null || amount === undefined || !currency) return t("fact_value.unknown");
  return t("fact_value.price", { amount: formatMoney(amount, currency, i18n.language) });
}

function Tasks({ model }: { model: AiModel }) {
  if (model.tasks.length === 0) return "–";
  return (
    <ul className={classes.plain}>
      {model.tasks.map((task) => (
        <li key={task.name}>
          <Text size="sm">{task.title || task.name}</Text>
        </li>
      ))}
    </ul>
  );
}
