import { SegmentedControl, Stack, Text } from "@mantine/core";
import { IconChartBar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { UsageReport } from "@/lib/api-types-ai";
import { browserZone, formatMoney, formatNumber } from "@/lib/format";
import { useMe } from "@/lib/session";
import { UsageChart } from "@/ui/ai/usage-chart";
import { UsageFigures } from "@/ui/ai/usage-figures";
import { BarList } from "@/ui/charts/bar-list";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { RowSkeleton } from "@/ui/list/list-state";
import { Surface } from "@/ui/surface/surface";
import { CallsPanel } from "./calls-panel";
import { ownUsageQuery } from "./queries";
import { RemainingPanel } from "./remaining-panel";
import { SPANS, type Span, type SpanDays, spanOf } from "./span";

export type UsageSearch = { days?: SpanDays };
type UsagePageProps = { search: UsageSearch; onSearch: (search: UsageSearch) => void };

/** What I used, what it cost, and what remains. */
export function UsagePage({ search, onSearch }: UsagePageProps) {
  const { t } = useTranslation("ai-account");
  const me = useMe();
  const days = search.days ?? "30";
  const span = spanOf(days, me.organization?.timezone ?? me.profile?.timezone ?? browserZone());
  const profileId = me.profile?.id ?? "";
  return (
    <Stack gap="lg">
      <RemainingPanel />
      <Surface
        title={t("usage.title")}
        actions={
          <SegmentedControl
            size="xs"
            aria-label={t("usage.span")}
            value={days}
            onChange={(value) => onSearch({ days: value === "30" ? undefined : (value as SpanDays) })}
            data={SPANS.map((value) => ({ value, label: t("usage.days", { count: Number(value) }) }))}
          />
        }
      >
        <UsageBody span={span} profileId={profileId} />
      </Surface>
      <CallsPanel since={span.since} profileId={profileId} />
    </Stack>
  );
}

function UsageBody({ span, profileId }: { span: Span; profileId: string }) {
  const { t } = useTranslation("ai-account");
  const byDay = useQuery(ownUsageQuery(span.since, profileId, "day"));
  const byModel = useQuery(ownUsageQuery(span.since, profileId, "model"));
  const failed = byDay.isError ? byDay : byModel.isError ? byModel : null;
  if (failed) return <ErrorState error={failed.error} onRetry={() => failed.refetch()} />;
  if (!byDay.data || !byModel.data) {
    return (
      <div aria-busy="true">
        <RowSkeleton rows={4} />
      </div>
    );
  }
  if (byDay.data.totals.requests === 0) {
    return (
      <EmptyState icon={IconChartBar} title={t("usage.empty")}>
        {t("usage.empty_text")}
      </EmptyState>
    );
  }
  const { totals, currency, items } = byDay.data;
  return (
    <Stack gap="lg">
      <UsageFigures totals={totals} currency={currency} />
      <UsageChart rows={items} since={span.first} until={span.last} currency={currency} />
      <ByModel report={byModel.data} />
    </Stack>
  );
}

function ByModel({ report }: { report: UsageReport }) {
  const { t, i18n } = useTranslation("ai-account");
  const bars = report.items.map((row) => ({
    key: row.key,
    label: row.label,
    value: row.tokens,
    text: t("usage.tokens", { tokens: formatNumber(row.tokens, i18n.language) }),
    note: formatMoney(row.cost, report.currency, i18n.language),
  }));
  return (
    <div>
      <Text size="sm" fw={560} mb="sm">
        {t("usage.by_model")}
      </Text>
      <BarList label={t("usage.by_model")} bars={bars} />
    </div>
  );
}
