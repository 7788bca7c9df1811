import { Select, Text } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TemplateStatus } from "@/lib/api-types-library";
import type { Template, TemplateType } from "@/lib/api-types-mail";
import { TEMPLATE_TYPES } from "@/lib/choices-mail";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { OrganizationSelect } from "./organization-select";
import { type OrganizationsFilters, organizationTemplatesQuery } from "./queries";
import type { PlatformSearch } from "./search";

const STATUSES: readonly TemplateStatus[] = ["active", "draft", "archived"];

type OrganizationsViewProps = { search: PlatformSearch; onSearch: (search: PlatformSearch) => void };

/** Every organisation's templates, to be read. */
export function OrganizationsView({ search, onSearch }: OrganizationsViewProps) {
  const { t, i18n } = useTranslation("platform-templates");
  const path = usePath();
  const { q, organization, type, status } = search;
  const filters: OrganizationsFilters = { q, organization, type, status };
  const templates = useInfiniteQuery(organizationTemplatesQuery(filters));
  const set = (change: OrganizationsFilters) => onSearch({ ...search, ...change });
  const columns: Column<Template>[] = [
    {
      key: "name",
      header: t("common:field.name"),
      render: (row) => (
        <div className="fd-break">
          <Text size="sm" fw={560}>
            {row.name}
          </Text>
          <Text size="xs" c="dimmed" lineClamp={1}>
            {row.subject}
          </Text>
        </div>
      ),
    },
    { key: "organization", header: t("column.organization"), render: (row) => row.organization_name ?? "–" },
    {
      key: "type",
      header: t("template-library:filter.type"),
      render: (row) => t(`templates:type.${row.type}`),
    },
    { key: "locale", header: t("template-library:filter.locale"), render: (row) => row.locale.toUpperCase() },
    {
      key: "status",
      header: t("template-library:filter.status"),
      render: (row) => (
        <StatusBadge tone={row.status === "active" ? "good" : "quiet"}>
          {t(`status.${row.status}`)}
        </StatusBadge>
      ),
    },
    {
      key: "sent",
      header: t("column.sent"),
      align: "right",
      render: (row) => formatNumber(row.stats.sent, i18n.language),
    },
    {
      key: "changed",
      header: t("column.changed"),
      secondary: true,
      render: (row) => <Time at={row.updated_at} />,
    },
  ];
  return (
    <Surface flush>
      <Toolbar>
        <SearchInput
          label={t("template-library:filter.search")}
          value={q ?? ""}
          onChange={(words) => set({ q: words || undefined })}
        />
        <OrganizationSelect
          aria-label={t("column.organization")}
          placeholder={t("organizations.any")}
          w={220}
          value={organization ?? null}
          name={templates.data?.[0]?.organization_name ?? undefined}
          onChange={(id) => set({ organization: id ?? undefined })}
        />
        <Select
          aria-label={t("template-library:filter.type")}
          placeholder={t("template-library:filter.any_type")}
          clearable
          searchable
          w={180}
          value={type ?? null}
          onChange={(value) => set({ type: (value as TemplateType | null) ?? undefined })}
          data={TEMPLATE_TYPES.map((value) => ({ value, label: t(`templates:type.${value}`) }))}
        />
        <Select
          aria-label={t("template-library:filter.status")}
          placeholder={t("template-library:filter.any_status")}
          clearable
          w={150}
          value={status ?? null}
          onChange={(value) => set({ status: (value as TemplateStatus | null) ?? undefined })}
          data={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t("view.organizations")}
        query={templates}
        columns={columns}
        rowKey={(row) => String(row.id)}
        rowLink={(row) => path(`/superadmin/email-templates/${row.id}`)}
        filtered={Object.values(filters).some(Boolean)}
        onClearFilters={() => onSearch({ view: "organizations" })}
        empty={
          <EmptyState icon={IconTemplate} title={t("organizations.empty")}>
            {t("organizations.empty_text")}
          </EmptyState>
        }
      />
    </Surface>
  );
}
