import { Button, Group, Switch, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconListDetails, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
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
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { ListDialog } from "./list-dialog";
import { type ListFilters, listsQuery, type MailList } from "./queries";

type ListsPageProps = { search: ListFilters; onSearch: (search: ListFilters) => void };

export function ListsPage({ search, onSearch }: ListsPageProps) {
  const { t } = useTranslation("lists");
  const path = usePath();
  const navigate = useNavigate();
  const [opened, { open, close }] = useDisclosure(false);
  const lists = useInfiniteQuery(listsQuery(search));
  const add = useCan("campaigns.manage") && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("title")} description={t("text")} actions={add}>
      <SectionTabs section="audience" current="lists" />
      <Surface flush>
        <Toolbar>
          <SearchInput
            label={t("search")}
            value={search.q ?? ""}
            onChange={(q) => onSearch({ ...search, q: q || undefined })}
          />
          <Switch
            label={t("show_archived")}
            checked={search.archived ?? false}
            onChange={(event) => onSearch({ ...search, archived: event.currentTarget.checked || undefined })}
          />
        </Toolbar>
        <DataTable
          label={t("title")}
          query={lists}
          columns={useColumns()}
          rowKey={(list) => list.id}
          rowLink={(list) => path(`/admin/contacts/lists/${list.id}`)}
          filtered={Boolean(search.q || search.archived)}
          onClearFilters={() => onSearch({})}
          empty={
            <EmptyState icon={IconListDetails} title={t("empty.title")} action={add}>
              {t("empty.text")}
            </EmptyState>
          }
        />
      </Surface>
      <ListDialog
        opened={opened}
        onClose={close}
        onSaved={(list) => navigate({ to: path(`/admin/contacts/lists/${list.id}`) })}
      />
    </Page>
  );
}

function useColumns(): Column<MailList>[] {
  const { t, i18n } = useTranslation("lists");
  const number = (value: number) => formatNumber(value, i18n.language);
  return [
    {
      key: "name",
      header: t("common:field.name"),
      render: (list) => (
        <div className="fd-break">
          <Text size="sm" fw={560}>
            {list.name}
          </Text>
          {list.description && (
            <Text size="xs" c="dimmed" lineClamp={1}>
              {list.description}
            </Text>
          )}
        </div>
      ),
    },
    {
      key: "kind",
      header: t("kind"),
      secondary: true,
      render: (list) => (
        <Group gap={6}>
          {list.is_archived && <StatusBadge tone="quiet">{t("archived")}</StatusBadge>}
          {list.is_public && <StatusBadge tone="good">{t("public_short")}</StatusBadge>}
          {list.is_double_opt_in && <StatusBadge tone="quiet">{t("double_opt_in")}</StatusBadge>}
        </Group>
      ),
    },
    {
      key: "subscribed",
      header: t("state.subscribed"),
      align: "right",
      render: (list) => number(list.counts.subscribed),
    },
    {
      key: "pending",
      header: t("state.pending"),
      align: "right",
      secondary: true,
      render: (list) => number(list.counts.pending),
    },
    { key: "changed", header: t("changed_at"), render: (list) => <Time at={list.updated_at} /> },
  ];
}
