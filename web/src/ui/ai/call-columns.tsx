import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AiCall, CallStatus } from "@/lib/api-types-ai";
import { formatMoney, formatNumber } from "@/lib/format";
import { useCurrency } from "@/lib/use-currency";
import type { Column } from "../list/data-table";
import { StatusBadge, type Tone } from "../status-badge/status-badge";
import { Time } from "../time/time";
import { useFeatureName } from "./use-feature-name";

const TONES: Record<CallStatus, Tone> = { ok: "good", aborted: "quiet", failed: "bad", refused: "attention" };

export function CallStatusBadge({ status }: { status: CallStatus }) {
  const { t } = useTranslation("ai");
  return <StatusBadge tone={TONES[status]}>{t(`call.state.${status}`)}</StatusBadge>;
}

/** What every table of calls shows; each table puts them in its own order. */
export function useCallColumns() {
  const { t, i18n } = useTranslation("ai");
  const currency = useCurrency();
  const feature = useFeatureName();
  const model: Column<AiCall> = {
    key: "model",
    header: t("call.model"),
    render: (call) => (
      <div className="fd-break">
        <Text size="sm" fw={560}>
          {call.model_name}
        </Text>
        <Text size="xs" c="dimmed">
          {feature(call.feature)}
        </Text>
      </div>
    ),
  };
  const status: Column<AiCall> = {
    key: "status",
    header: t("call.status"),
    render: (call) => <CallStatusBadge status={call.status} />,
  };
  const cost: Column<AiCall> = {
    key: "cost",
    header: t("usage.cost"),
    align: "right",
    render: (call) => (
      <span className="fd-tabular">
        {currency ? formatMoney(call.cost, currency, i18n.language) : call.cost}
      </span>
    ),
  };
  const latency: Column<AiCall> = {
    key: "latency",
    header: t("call.latency"),
    align: "right",
    secondary: true,
    render: (call) => (
      <span className="fd-tabular">{t("call.ms", { ms: formatNumber(call.latency_ms, i18n.language) })}</span>
    ),
  };
  const at: Column<AiCall> = {
    key: "at",
    header: t("call.at"),
    render: (call) => <Time at={call.created_at} />,
  };
  return { model, status, cost, latency, at };
}
