import { Button, Group, Skeleton, Stack } from "@mantine/core";
import { IconChartBar, IconX } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Analytics } from "@/lib/api-types-library";
import type { Template } from "@/lib/api-types-mail";
import { MAIL_LOCALES } from "@/lib/choices-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { PeriodSelect, periodOf } from "@/ui/charts/period-select";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { Surface } from "@/ui/surface/surface";
import { Breakdown } from "./breakdown";
import { DayPanel } from "./day-panel";
import { LinkPanel } from "./link-panel";
import { analyticsQuery } from "./queries";
import type { AnalyticsSearch } from "./search";
import { Totals } from "./totals";
import { TrackingNote } from "./tracking-note";

type AnalyticsTabProps = {
  template: Pick<Template, "id">;
  search: AnalyticsSearch;
  onSearch: (change: AnalyticsSearch) => void;
};

/** What became of the mails of a template: in all, by day, by version and language, and link by link. */
export function AnalyticsTab({ template, search, onSearch }: AnalyticsTabProps) {
  const { t } = useTranslation("template-analytics");
  const { version, locale } = search;
  const days = periodOf(search);
  const query = useQuery({
    ...analyticsQuery(template.id, { ...days, version, locale }),
    placeholderData: keepPreviousData,
  });
  const report = query.data;
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <PeriodSelect search={search} onSearch={onSearch} />
        {version !== undefined && (
          <Chip label={t("version", { number: version })} onClear={() => onSearch({ version: undefined })} />
        )}
        {locale && <Chip label={LOCALE_NAMES[locale]} onClear={() => onSearch({ locale: undefined })} />}
      </Group>
      {query.isPending && (
        <Stack aria-busy="true">
          <Skeleton height={86} />
          <Skeleton height={290} />
        </Stack>
      )}
      {query.isError && !report && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {report && report.totals.sent + report.totals.failed === 0 && (
        <Surface>
          <EmptyState icon={IconChartBar} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        </Surface>
      )}
      {report && <TrackingNote />}
      {report && report.totals.sent + report.totals.failed > 0 && (
        <Report report={report} days={days} onOnly={onSearch} />
      )}
    </Stack>
  );
}

type ReportProps = {
  report: Analytics;
  days: { since: string; until: string };
  onOnly: (change: AnalyticsSearch) => void;
};

function Report({ report, days, onOnly }: ReportProps) {
  const { t } = useTranslation("template-analytics");
  return (
    <>
      <Totals totals={report.totals} />
      <DayPanel rows={report.by_day} {...days} />
      <Breakdown
        title={t("by_version.title")}
        rows={report.by_version.map((row) => ({
          ...row,
          key: String(row.version),
          label: t("version", { number: row.version }),
          onChoose: () => onOnly({ version: row.version }),
        }))}
      />
      {report.by_locale.length > 1 && (
        <Breakdown
          title={t("by_locale.title")}
          rows={report.by_locale.flatMap((row) => {
            const locale = MAIL_LOCALES.find((each) => each === row.locale);
            const onChoose = () => onOnly({ locale });
            return locale ? [{ ...row, key: locale, label: LOCALE_NAMES[locale], onChoose }] : [];
          })}
        />
      )}
      <LinkPanel links={report.links} mapHtml={report.link_map_html} />
    </>
  );
}

function Chip({ label, onClear }: { label: string; onClear: () => void }) {
  const { t } = useTranslation("template-analytics");
  return (
    <Button
      size="xs"
      variant="light"
      rightSection={<IconX size={14} aria-hidden />}
      aria-label={t("only.clear", { name: label })}
      onClick={onClear}
    >
      {label}
    </Button>
  );
}
