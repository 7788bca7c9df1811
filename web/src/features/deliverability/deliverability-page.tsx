import { SegmentedControl, SimpleGrid, Skeleton, Stack } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Deliverability } from "@/lib/api-types-mail-settings";
import { formatNumber } from "@/lib/format";
import { DayChart } from "@/ui/charts/day-chart";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { Page } from "@/ui/page/page";
import { SectionTabs } from "@/ui/section-tabs/section-tabs";
import { Surface } from "@/ui/surface/surface";
import { OwnDomains } from "./own-domains";
import { deliverabilityQuery, SPANS, type Span } from "./queries";
import { RateCard } from "./rate-card";
import { Reasons } from "./reasons";
import { ReportTable } from "./report-table";
import { Totals } from "./totals";

type DeliverabilityPageProps = { days: Span; onDays: (days: Span) => void };

/** Whether mail arrives, and what stands in its way. */
export function DeliverabilityPage({ days, onDays }: DeliverabilityPageProps) {
  const { t } = useTranslation("deliverability");
  const report = useQuery(deliverabilityQuery(days));
  return (
    <Page
      size="wide"
      title={t("title")}
      description={t("text")}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t("common:period.label")}
          value={days}
          onChange={(value) => onDays(value as Span)}
          data={SPANS.map((value) => ({ value, label: t("common:period.days", { count: Number(value) }) }))}
        />
      }
    >
      <SectionTabs section="delivery" current="deliverability" />
      {report.isPending && (
        <Stack aria-busy="true">
          <Skeleton height={86} />
          <Skeleton height={290} />
        </Stack>
      )}
      {report.isError && !report.data && <ErrorState error={report.error} onRetry={() => report.refetch()} />}
      {report.data && <Report report={report.data} />}
    </Page>
  );
}

function Report({ report }: { report: Deliverability }) {
  const { t, i18n } = useTranslation("deliverability");
  const { total } = report;
  if (total.sent + total.failed + total.held_back + total.waiting === 0) {
    return (
      <Stack gap="lg">
        <Surface>
          <EmptyState icon={IconMailOff} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        </Surface>
        <OwnDomains domains={report.domains} />
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      <Totals total={total} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <RateCard kind="complaint" rate={report.complaint_rate} />
        <RateCard kind="bounce" rate={report.bounce_rate} />
      </SimpleGrid>
      <Surface title={t("by_day.title")} description={t("by_day.text")}>
        <DayChart
          label={t("by_day.title")}
          format={(value) => formatNumber(value, i18n.language)}
          days={report.by_day.map((day) => ({
            day: day.date,
            delivered: day.delivered,
            open: Math.max(day.sent - day.delivered - day.bounced_hard - day.bounced_soft, 0),
            lost: day.bounced_hard + day.bounced_soft + day.failed,
          }))}
          series={[
            { key: "delivered", label: t("count.delivered"), color: "pine.6" },
            { key: "open", label: t("by_day.open"), color: "gray.5" },
            { key: "lost", label: t("by_day.lost"), color: "red.6" },
          ]}
        />
      </Surface>
      <Reasons reasons={report.reasons} />
      <ReportTable
        title={t("by_domain.title")}
        text={t("by_domain.text")}
        rows={report.by_domain.map((row) => ({ ...row, key: row.domain, label: row.domain }))}
      />
      <ReportTable
        title={t("by_provider.title")}
        text={t("by_provider.text")}
        rows={report.by_provider.map((row) => ({
          ...row,
          key: row.provider_id ?? "deployment",
          label: row.name || t("by_provider.deployment"),
        }))}
      />
      <OwnDomains domains={report.domains} />
    </Stack>
  );
}
