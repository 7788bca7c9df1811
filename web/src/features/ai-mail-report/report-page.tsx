import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AiReport } from "@/lib/api-types-mail-optimising";
import { usePath } from "@/lib/paths";
import { type Period, PeriodSelect, periodOf } from "@/ui/charts/period-select";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { Page } from "@/ui/page/page";
import { SectionTabs } from "@/ui/section-tabs/section-tabs";
import { Surface } from "@/ui/surface/surface";
import { AuthorsPanel } from "./authors-panel";
import { ComparisonPanel } from "./comparison-panel";
import { ProposalsPanel } from "./proposals-panel";
import { aiReportQuery } from "./queries";
import { SpendPanel } from "./spend-panel";

type ReportPageProps = { search: Period; onSearch: (change: Period) => void };

/** Whether AI helped: what people opened, against what it took. */
export function AiMailReportPage({ search, onSearch }: ReportPageProps) {
  const { t } = useTranslation("ai-mail-report");
  const days = periodOf(search);
  const query = useQuery({ ...aiReportQuery(days), placeholderData: keepPreviousData });
  const report = query.data;
  return (
    <Page
      size="wide"
      title={t("title")}
      description={t("text")}
      actions={<PeriodSelect search={search} onSearch={onSearch} />}
    >
      <SectionTabs section="campaigns" current="ai_report" />
      {query.isPending && (
        <Stack aria-busy="true">
          <Skeleton height={290} />
          <Skeleton height={290} />
        </Stack>
      )}
      {query.isError && !report && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {report && (isIdle(report) ? <Nothing /> : <Report report={report} days={days} />)}
    </Page>
  );
}

/** No model was asked, nothing it wrote went out, and nobody decided on a draft of one. */
function isIdle({ totals, subjects, personalized, proposals }: AiReport): boolean {
  const decided = Object.values(proposals).reduce((sum, count) => sum + count, 0);
  return totals.calls + decided + subjects.overall.ai.arrived + personalized.overall.ai.arrived === 0;
}

function Nothing() {
  const { t } = useTranslation("ai-mail-report");
  const path = usePath();
  return (
    <Surface>
      <EmptyState
        icon={IconSparkles}
        title={t("empty.title")}
        action={
          <Group gap="xs" justify="center">
            <Button component={Link} to={path("/admin/mail/campaigns")}>
              {t("empty.campaigns")}
            </Button>
            <Button component={Link} variant="default" to={path("/admin/email-templates")}>
              {t("empty.templates")}
            </Button>
          </Group>
        }
      >
        {t("empty.text")}
      </EmptyState>
    </Surface>
  );
}

function Report({ report, days }: { report: AiReport; days: { since: string; until: string } }) {
  const { t } = useTranslation("ai-mail-report");
  return (
    <Stack gap="lg">
      <ComparisonPanel of="subjects" comparison={report.subjects} currency={report.currency} />
      <AuthorsPanel authors={report.by_author} />
      <ComparisonPanel of="personalized" comparison={report.personalized} currency={report.currency} />
      <SpendPanel report={report} days={days} />
      <ProposalsPanel proposals={report.proposals} />
      <Text size="xs" c="dimmed">
        {t("zone", { zone: report.timezone })}
      </Text>
    </Stack>
  );
}
