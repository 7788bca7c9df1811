import { Text } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ModelCall } from "@/lib/api-types-ai-use";
import { formatMoney, formatNumber } from "@/lib/format";
import { useCurrency } from "@/lib/use-currency";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { ownCallsQuery } from "./queries";

const TONES: Record<ModelCall["status"], Tone> = {
  ok: "good",
  aborted: "quiet",
  failed: "bad",
  refused: "attention",
};
/** Features whose names are known; any other is shown as the server calls it. */
const FEATURES = ["chat", "compare", "test"];

/** The ledger's rows of one person. */
export function CallsPanel({ since, profileId }: { since: string; profileId: string }) {
  const { t } = useTranslation("ai-account");
  const calls = useInfiniteQuery(ownCallsQuery(since, profileId));
  return (
    <Surface flush title={t("calls.title")} description={t("calls.text")}>
      <DataTable
        label={t("calls.title")}
        query={calls}
        columns={useColumns()}
        rowKey={(call) => String(call.id)}
        empty={
          <EmptyState icon={IconListDetails} title={t("calls.empty")}>
            {t("calls.empty_text")}
          </EmptyState>
        }
      />
    </Surface>
  );
}

function useColumns(): Column<ModelCall>[] {
  const { t, i18n } = useTranslation("ai-account");
  const currency = useCurrency();
  const number = (value: number) => formatNumber(value, i18n.language);
  const featureOf = (call: ModelCall) => {
    if (call.feature.startsWith("task:")) return t("feature.task", { name: call.feature.slice(5) });
    if (call.feature.startsWith("door.")) return t("feature.api");
    if (call.feature.startsWith("builtin.")) return t("feature.builtin");
    return FEATURES.includes(call.feature) ? t(`feature.${call.feature}`) : call.feature;
  };
  return [
    {
      key: "model",
      header: t("calls.model"),
      render: (call) => (
        <div className="fd-break">
          <Text size="sm" fw={560}>
            {call.model_name}
          </Text>
          <Text size="xs" c="dimmed">
            {featureOf(call)}
          </Text>
        </div>
      ),
    },
    {
      key: "status",
      header: t("calls.status"),
      render: (call) => (
        <StatusBadge tone={TONES[call.status]}>{t(`call_status.${call.status}`)}</StatusBadge>
      ),
    },
    {
      key: "tokens",
      header: t("calls.tokens"),
      align: "right",
      render: (call) => (
        <span className="fd-tabular">
          {call.estimated ? "≈ " : ""}
          {number(call.prompt_tokens)} + {number(call.completion_tokens)}
        </span>
      ),
    },
    {
      key: "cost",
      header: t("calls.cost"),
      align: "right",
      render: (call) => (
        <span className="fd-tabular">
          {currency ? formatMoney(call.cost, currency, i18n.language) : call.cost}
        </span>
      ),
    },
    {
      key: "latency",
      header: t("calls.latency"),
      align: "right",
      secondary: true,
      render: (call) => <span className="fd-tabular">{t("calls.ms", { ms: number(call.latency_ms) })}</span>,
    },
    { key: "at", header: t("calls.at"), render: (call) => <Time at={call.created_at} /> },
  ];
}
