import { Button, Group, SegmentedControl, SimpleGrid, Skeleton, Stack } from "@mantine/core";
import { IconChartBar, IconDownload, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { UsageRow } from "@/lib/api-types-ai";
import { formatMoney, formatNumber } from "@/lib/format";
import { modelKeyOf } from "@/lib/usable-models";
import { UsageChart } from "@/ui/ai/usage-chart";
import { UsageFigures } from "@/ui/ai/usage-figures";
import { useFeatureName } from "@/ui/ai/use-feature-name";
import { BarList } from "@/ui/charts/bar-list";
import { PeriodSelect, periodOf } from "@/ui/charts/period-select";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { Surface } from "@/ui/surface/surface";
import { exportUrl, type UsageFilters, usageQuery } from "./queries";

type UsagePanelProps = { search: UsageFilters; onSearch: (change: UsageFilters) => void };

/** What was used: sums, by day, and who and what used the most. */
export function UsagePanel({ search, onSearch }: UsagePanelProps) {
  const { t } = useTranslation("ai-usage");
  const filters = { ...search, ...periodOf(search) };
  const days = useQuery(usageQuery("day", filters, 400));
  const report = days.data;
  return (
    <Stack gap="lg">
      <Group justify="space-between" gap="sm">
        <Group gap="xs">
          <PeriodSelect search={search} onSearch={onSearch} />
          <Narrowing search={search} onSearch={onSearch} />
        </Group>
        <Button
          component="a"
          href={exportUrl(filters)}
          download
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t("export")}
        </Button>
      </Group>
      {days.isPending && (
        <Stack aria-busy="true">
          <Skeleton height={86} />
          <Skeleton height={290} />
        </Stack>
      )}
      {days.isError && !report && <ErrorState error={days.error} onRetry={() => days.refetch()} />}
      {report && (
        <>
          <UsageFigures totals={report.totals} currency={report.currency} />
          {report.totals.requests + report.totals.refused + report.totals.failed === 0 ? (
            <Surface>
              <EmptyState icon={IconChartBar} title={t("empty.title")}>
                {t("empty.text")}
              </EmptyState>
            </Surface>
          ) : (
            <>
              <Surface>
                <UsageChart
                  rows={report.items}
                  since={filters.since}
                  until={filters.until}
                  currency={report.currency}
                />
              </Surface>
              <Rankings filters={filters} onSearch={onSearch} />
            </>
          )}
        </>
      )}
    </Stack>
  );
}

/** What the report is narrowed to, named by what the API says of it, and the way back to all. */
function Narrowing({ search, onSearch }: UsagePanelProps) {
  const { t } = useTranslation("ai-usage");
  const filters = { ...search, ...periodOf(search) };
  const model = useQuery({ ...usageQuery("model", filters, 1), enabled: Boolean(search.model) }).data;
  const person = useQuery({ ...usageQuery("person", filters, 1), enabled: Boolean(search.person) }).data;
  const chips = [
    search.model && { key: "model" as const, label: model?.items[0]?.label || t("narrow.model") },
    search.person && { key: "person" as const, label: person?.items[0]?.label || t("narrow.person") },
  ];
  return chips.map(
    (chip) =>
      chip && (
        <Button
          key={chip.key}
          size="xs"
          variant="light"
          rightSection={<IconX size={14} aria-hidden />}
          aria-label={t("narrow.clear", { name: chip.label })}
          onClick={() => onSearch({ [chip.key]: undefined })}
        >
          {chip.label}
        </Button>
      ),
  );
}

const GROUPS = ["model", "person", "feature"] as const;
type Measure = "tokens" | "requests" | "cost";

type RankingsProps = { filters: UsageFilters; onSearch: (change: UsageFilters) => void };

function Rankings({ filters, onSearch }: RankingsProps) {
  const { t } = useTranslation("ai-usage");
  const [measure, setMeasure] = useState<Measure>("tokens");
  return (
    <div>
      <Group justify="flex-end" mb="sm">
        <SegmentedControl
          size="xs"
          aria-label={t("ai:usage.metric")}
          value={measure}
          onChange={(value) => setMeasure(value as Measure)}
          data={(["tokens", "requests", "cost"] as const).map((value) => ({
            value,
            label: t(`ai:usage.${value}`),
          }))}
        />
      </Group>
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
        {GROUPS.map((group) => (
          <Ranking key={group} group={group} measure={measure} filters={filters} onSearch={onSearch} />
        ))}
      </SimpleGrid>
    </div>
  );
}

type RankingProps = RankingsProps & { group: (typeof GROUPS)[number]; measure: Measure };

function Ranking({ group, measure, filters, onSearch }: RankingProps) {
  const { t, i18n } = useTranslation("ai-usage");
  const query = useQuery(usageQuery(group, filters, 100));
  const feature = useFeatureName();
  const report = query.data;
  const rows = [...(report?.items ?? [])]
    .sort((a, b) => Number(b[measure]) - Number(a[measure]))
    .slice(0, 12);
  const text = (row: UsageRow) =>
    measure === "cost"
      ? formatMoney(row.cost, report?.currency ?? "USD", i18n.language)
      : formatNumber(row[measure], i18n.language);
  const narrow = (row: UsageRow) => {
    if (group === "model" && row.model_type && row.model_id) {
      return { model: modelKeyOf({ model_type: row.model_type, id: row.model_id }) };
    }
    return group === "person" && row.profile_id ? { person: row.profile_id } : null;
  };
  return (
    <Surface title={t(`by.${group}`)}>
      {query.isPending && <Skeleton height={140} aria-busy="true" />}
      {query.isError && !report && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {report && (
        <BarList
          label={t(`by.${group}`)}
          bars={rows.map((row) => {
            const change = narrow(row);
            const label = (group === "feature" ? feature(row.key) : row.label) || t("by.gone");
            return {
              key: row.key,
              value: Number(row[measure]),
              text: text(row),
              label: change ? (
                <Button
                  variant="transparent"
                  size="compact-sm"
                  px={0}
                  fw={520}
                  onClick={() => onSearch(change)}
                >
                  {label}
                </Button>
              ) : (
                label
              ),
            };
          })}
        />
      )}
    </Surface>
  );
}
