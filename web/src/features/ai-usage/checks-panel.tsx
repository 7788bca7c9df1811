import { Stack, Table, Text } from "@mantine/core";
import { IconScale } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { DriftReport } from "@/lib/api-types-ai";
import { formatNumber } from "@/lib/format";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { ComparePanel } from "./compare-panel";
import { LogSwitch } from "./log-switch";
import { driftQuery } from "./queries";
import classes from "./usage.module.css";

/** Whether the figures can be relied on: against themselves, and against the provider's. */
export function ChecksPanel({ mayManage }: { mayManage: boolean }) {
  const { t } = useTranslation("ai-usage");
  const reports = useQuery(driftQuery);
  return (
    <Stack gap="lg">
      {mayManage && <LogSwitch />}
      <Surface flush title={t("drift.title")} description={t("drift.text")}>
        <ListState
          query={reports}
          empty={
            <EmptyState icon={IconScale} title={t("drift.empty")}>
              {t("drift.empty_text")}
            </EmptyState>
          }
        >
          {(items) => items.map((report) => <Report key={report.id} report={report} />)}
        </ListState>
      </Surface>
      <ComparePanel />
    </Stack>
  );
}

function Report({ report }: { report: DriftReport }) {
  const { t, i18n } = useTranslation("ai-usage");
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <div>
      <Text size="sm" component="div" px="lg" pb="md">
        <StatusBadge tone={report.drift_count === 0 ? "good" : "bad"}>
          {report.drift_count === 0 ? t("drift.none") : t("drift.found", { count: report.drift_count })}
        </StatusBadge>{" "}
        {t("drift.checked", { count: report.checked })} <Time at={report.created_at} mode="absolute" />
      </Text>
      {report.drifts.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        <section className={classes.wideTable} tabIndex={0} aria-label={t("drift.title")}>
          <Table aria-label={t("drift.title")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("calls.model")}</Table.Th>
                <Table.Th>{t("drift.counter")}</Table.Th>
                <Table.Th>{t("drift.since")}</Table.Th>
                <Table.Th ta="right">{t("drift.ledger")}</Table.Th>
                <Table.Th ta="right">{t("drift.counted")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report.drifts.map((drift) => (
                <Table.Tr
                  key={`${drift.kind}${drift.model_name}${drift.period_start}${drift.counted_tokens}`}
                >
                  <Table.Td>{drift.model_name}</Table.Td>
                  <Table.Td>{t(`drift.kind.${drift.kind}`)}</Table.Td>
                  <Table.Td>
                    <Time at={drift.period_start} mode="absolute" />
                  </Table.Td>
                  <Table.Td ta="right">{number(drift.ledger_tokens)}</Table.Td>
                  <Table.Td ta="right">{number(drift.counted_tokens)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
    </div>
  );
}
