import { Button, Select, Text } from "@mantine/core";
import { IconBuilding } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Organization, OrganizationType, Plan } from "@/lib/api-types";
import { ORGANIZATION_TYPES, PLANS } from "@/lib/choices";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { Page } from "@/ui/page/page";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { OrganizationDialog } from "./organization-dialog";
import { type OrganizationFilters, organizationsQuery } from "./queries";

type OrganizationsPageProps = {
  search: OrganizationFilters;
  onSearch: (search: OrganizationFilters) => void;
};

export function OrganizationsPage({ search, onSearch }: OrganizationsPageProps) {
  const { t } = useTranslation("platform");
  const [editing, setEditing] = useState<Organization | null>(null);
  const organizations = useInfiniteQuery(organizationsQuery(search));
  const columns: Column<Organization>[] = [
    {
      key: "name",
      header: t("common:field.name"),
      render: (row) => (
        <div className="fd-break">
          <Text size="sm" fw={560}>
            {row.name}
          </Text>
          <Text size="xs" c="dimmed">
            {row.slug}
          </Text>
        </div>
      ),
    },
    { key: "type", header: t("column.type"), render: (row) => t(`common:organization_type.${row.type}`) },
    { key: "plan", header: t("column.plan"), render: (row) => t(`common:plan.${row.plan}`) },
    {
      key: "since",
      header: t("column.since"),
      secondary: true,
      render: (row) => <Time at={row.created_at} />,
    },
    {
      key: "edit",
      header: "",
      align: "right",
      render: (row) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t("edit.label", { name: row.name })}
          onClick={() => setEditing(row)}
        >
          {t("common:action.edit")}
        </Button>
      ),
    },
  ];
  return (
    <Page title={t("title")} description={t("text")}>
      <Surface flush>
        <Toolbar>
          <SearchInput
            label={t("search")}
            value={search.q ?? ""}
            onChange={(q) => onSearch({ ...search, q: q || undefined })}
          />
          <Select
            aria-label={t("column.plan")}
            placeholder={t("any_plan")}
            clearable
            w={160}
            value={search.plan ?? null}
            onChange={(plan) => onSearch({ ...search, plan: (plan as Plan | null) ?? undefined })}
            data={PLANS.map((value) => ({ value, label: t(`common:plan.${value}`) }))}
          />
          <Select
            aria-label={t("column.type")}
            placeholder={t("any_type")}
            clearable
            w={200}
            value={search.type ?? null}
            onChange={(type) => onSearch({ ...search, type: (type as OrganizationType | null) ?? undefined })}
            data={ORGANIZATION_TYPES.map((value) => ({
              value,
              label: t(`common:organization_type.${value}`),
            }))}
          />
        </Toolbar>
        <DataTable
          label={t("title")}
          query={organizations}
          columns={columns}
          rowKey={(row) => row.id}
          filtered={Object.values(search).some(Boolean)}
          onClearFilters={() => onSearch({})}
          empty={
            <EmptyState icon={IconBuilding} title={t("empty.title")}>
              {t("empty.text")}
            </EmptyState>
          }
        />
      </Surface>
      <OrganizationDialog organization={editing} onClose={() => setEditing(null)} />
    </Page>
  );
}
