import { Skeleton, Stack, Table, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconChartBar } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { UsageCounts, UsageRow } from "@/lib/api-types-library";
import { formatNumber } from "@/lib/format";
import { Figures } from "@/ui/charts/figures";
import { PeriodSelect, periodOf } from "@/ui/charts/period-select";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { Surface } from "@/ui/surface/surface";
import classes from "./platform-templates.module.css";
import { platformUsageQuery } from "./queries";
import type { PlatformSearch } from "./search";
import { SORTABLE, sortUsage, type UsageSort } from "./sorting";

const COUNTS = SORTABLE.slice(2) as (keyof UsageCounts)[];

type UsageViewProps = { search: PlatformSearch; onSearch: (search: PlatformSearch) => void };

/** What each organisation's templates were used for. */
export function UsageView({ search, onSearch }: UsageViewProps) {
  const { t, i18n } = useTranslation("platform-templates");
  const usage = useQuery({ ...platformUsageQuery(periodOf(search)), placeholderData: keepPreviousData });
  const by = search.by ?? "sent";
  const rising = search.rising ?? false;
  const number = (value: number) => formatNumber(value, i18n.language);
  const sort = (column: UsageSort) =>
    onSearch({ ...search, by: column, rising: by === column ? !rising || undefined : undefined });
  return (
    <Stack gap="lg">
      <PeriodSelect search={search} onSearch={(period) => onSearch({ ...search, ...period })} />
      {usage.isPending && (
        <Stack aria-busy="true">
          <Skeleton height={86} />
          <Skeleton height={320} />
        </Stack>
      )}
      {usage.isError && !usage.data && <ErrorState error={usage.error} onRetry={() => usage.refetch()} />}
      {usage.data && (
        <>
          <Figures
            label={t("usage.totals")}
            figures={COUNTS.map((key) => ({
              key,
              label: t(`usage.${key}`),
              value: number(usage.data.totals[key]),
            }))}
          />
          <Surface flush>
            {usage.data.rows.length === 0 ? (
              <EmptyState icon={IconChartBar} title={t("usage.empty")}>
                {t("usage.empty_text")}
              </EmptyState>
            ) : (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
              <section className={classes.scroll} tabIndex={0} aria-label={t("view.usage")}>
                <Table aria-label={t("view.usage")} miw={820} horizontalSpacing="lg">
                  <Table.Thead>
                    <Table.Tr>
                      {SORTABLE.map((column) => (
                        <Table.Th
                          key={column}
                          ta={isCount(column) ? "right" : undefined}
                          aria-sort={by === column ? (rising ? "ascending" : "descending") : undefined}
                        >
                          <UnstyledButton className={classes.head} onClick={() => sort(column)}>
                            {t(`usage.${column}`)}
                            {by === column &&
                              (rising ? (
                                <IconArrowUp size={12} aria-hidden />
                              ) : (
                                <IconArrowDown size={12} aria-hidden />
                              ))}
                          </UnstyledButton>
                        </Table.Th>
                      ))}
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {sortUsage(usage.data.rows, by, rising).map((row) => (
                      <Row key={`${row.organization.id}-${row.type}`} row={row} number={number} />
                    ))}
                  </Table.Tbody>
                </Table>
              </section>
            )}
          </Surface>
        </>
      )}
    </Stack>
  );
}

function isCount(column: UsageSort): boolean {
  return (COUNTS as string[]).includes(column);
}

function Row({ row, number }: { row: UsageRow; number: (value: number) => string }) {
  const { t } = useTranslation("platform-templates");
  return (
    <Table.Tr>
      <Table.Td>{row.organization.name}</Table.Td>
      <Table.Td>{t(`templates:type.${row.type}`)}</Table.Td>
      {COUNTS.map((key) => (
        <Table.Td key={key} ta="right" className="fd-tabular">
          {number(row[key])}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
