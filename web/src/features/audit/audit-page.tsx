import { Stack, Text, TextInput } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AuditEntry } from "@/lib/api-types";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { Page } from "@/ui/page/page";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { Changes } from "./changes";
import { type AuditFilters, auditQuery } from "./queries";

type AuditPageProps = { search: AuditFilters; onSearch: (search: AuditFilters) => void };

export function AuditPage({ search, onSearch }: AuditPageProps) {
  const { t } = useTranslation("audit");
  const entries = useInfiniteQuery(auditQuery(search));
  return (
    <Page title={t("title")} description={t("text")}>
      <Surface flush>
        <Toolbar>
          <SearchInput
            label={t("search")}
            value={search.q ?? ""}
            onChange={(q) => onSearch({ ...search, q: q || undefined })}
          />
          {(["from", "to"] as const).map((edge) => (
            <TextInput
              key={edge}
              type="date"
              w={155}
              aria-label={t(`filter.${edge}`)}
              value={search[edge] ?? ""}
              onChange={(event) => onSearch({ ...search, [edge]: event.currentTarget.value || undefined })}
            />
          ))}
        </Toolbar>
        <DataTable
          label={t("title")}
          query={entries}
          columns={useColumns()}
          rowKey={(entry) => String(entry.id)}
          filtered={Object.values(search).some(Boolean)}
          onClearFilters={() => onSearch({})}
          empty={
            <EmptyState icon={IconHistory} title={t("empty.title")}>
              {t("empty.text")}
            </EmptyState>
          }
        />
      </Surface>
    </Page>
  );
}

function useColumns(): Column<AuditEntry>[] {
  const { t } = useTranslation("audit");
  return [
    {
      key: "what",
      header: t("column.what"),
      render: (entry) => (
        <Stack gap={4} align="flex-start">
          <Text size="sm" fw={600} title={entry.action}>
            {t(`actions.${entry.action}`, { defaultValue: entry.action })}
          </Text>
          {entry.object_label && (
            <Text size="sm" className="fd-break">
              {entry.object_label}
            </Text>
          )}
          <Changes changes={entry.changes} />
        </Stack>
      ),
    },
    {
      key: "who",
      header: t("column.who"),
      render: (entry) => (
        <Stack gap={4} align="flex-start">
          <Text size="sm" title={entry.actor?.email || undefined}>
            {entry.actor?.full_name ?? t("system")}
          </Text>
          {entry.is_impersonated && <StatusBadge tone="attention">{t("impersonated")}</StatusBadge>}
        </Stack>
      ),
    },
    {
      key: "ip",
      header: t("column.ip"),
      secondary: true,
      render: (entry) => (
        <Text size="xs" c="dimmed" className="fd-tabular">
          {entry.ip_address ?? "–"}
        </Text>
      ),
    },
    {
      key: "when",
      header: t("column.when"),
      render: (entry) => <Time at={entry.created_at} mode="absolute" />,
    },
  ];
}
