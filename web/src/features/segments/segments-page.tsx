import { Button, Text } from "@mantine/core";
import { IconFilter, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";

import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { Page } from "@/ui/page/page";
import { SectionTabs } from "@/ui/section-tabs/section-tabs";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { type Segment, type SegmentFilters, segmentsQuery } from "./queries";

type SegmentsPageProps = { search: SegmentFilters; onSearch: (search: SegmentFilters) => void };

export function SegmentsPage({ search, onSearch }: SegmentsPageProps) {
  const { t } = useTranslation("segments");
  const path = usePath();
  const segments = useInfiniteQuery(segmentsQuery(search));
  const add = useCan("campaigns.manage") && (
    <Button
      component={Link}
      to={path("/admin/contacts/segments/new")}
      leftSection={<IconPlus size={16} aria-hidden />}
    >
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("title")} description={t("text")} actions={add}>
      <SectionTabs section="audience" current="segments" />
      <Surface flush>
        <Toolbar>
          <SearchInput
            label={t("search")}
            value={search.q ?? ""}
            onChange={(q) => onSearch({ q: q || undefined })}
          />
        </Toolbar>
        <DataTable
          label={t("title")}
          query={segments}
          columns={useColumns()}
          rowKey={(segment) => segment.id}
          rowLink={(segment) => path(`/admin/contacts/segments/${segment.id}`)}
          filtered={Boolean(search.q)}
          onClearFilters={() => onSearch({})}
          empty={
            <EmptyState icon={IconFilter} title={t("empty.title")} action={add}>
              {t("empty.text")}
            </EmptyState>
          }
        />
      </Surface>
    </Page>
  );
}

function useColumns(): Column<Segment>[] {
  const { t, i18n } = useTranslation("segments");
  return [
    {
      key: "name",
      header: t("common:field.name"),
      render: (segment) => (
        <div className="fd-break">
          <Text size="sm" fw={560}>
            {segment.name}
          </Text>
          {segment.description && (
            <Text size="xs" c="dimmed" lineClamp={1}>
              {segment.description}
            </Text>
          )}
        </div>
      ),
    },
    {
      key: "count",
      header: t("last_count"),
      align: "right",
      render: (segment) =>
        segment.last_count === null ? "–" : formatNumber(segment.last_count, i18n.language),
    },
    {
      key: "counted",
      header: t("counted_at"),
      secondary: true,
      render: (segment) => (segment.counted_at ? <Time at={segment.counted_at} /> : "–"),
    },
    { key: "changed", header: t("changed_at"), render: (segment) => <Time at={segment.updated_at} /> },
  ];
}
