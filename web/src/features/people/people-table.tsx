import { Group, Select, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MemberRole, Person } from "@/lib/api-types";
import { MEMBER_ROLES } from "@/lib/choices";
import { PersonAvatar } from "@/ui/avatar/person-avatar";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Time } from "@/ui/time/time";
import { PersonMenu } from "./person-menu";
import { type PeopleFilters, peopleQuery } from "./queries";

type PeopleTableProps = {
  search: PeopleFilters;
  onSearch: (search: PeopleFilters) => void;
  mayManage: boolean;
};

export function PeopleTable({ search, onSearch, mayManage }: PeopleTableProps) {
  const { t } = useTranslation("people");
  const filters = { q: search.q, role: search.role };
  const people = useInfiniteQuery(peopleQuery(filters));
  const columns: Column<Person>[] = [
    { key: "name", header: t("column.name"), render: (person) => <PersonName person={person} /> },
    { key: "role", header: t("column.role"), render: (person) => t(`common:role.${person.role}`) },
    {
      key: "state",
      header: t("column.state"),
      render: (person) => (
        <StatusBadge tone={person.is_active ? "good" : "quiet"}>
          {t(person.is_active ? "state.active" : "state.inactive")}
        </StatusBadge>
      ),
    },
    {
      key: "seen",
      header: t("column.last_seen"),
      render: (person) => <Time at={person.last_seen_at} never={t("never")} />,
    },
  ];
  if (mayManage) {
    columns.push({
      key: "menu",
      header: "",
      width: "3rem",
      align: "right",
      render: (person) => <PersonMenu person={person} />,
    });
  }
  return (
    <>
      <Toolbar>
        <SearchInput
          label={t("search")}
          value={search.q ?? ""}
          onChange={(q) => onSearch({ ...filters, q: q || undefined })}
        />
        <Select
          aria-label={t("column.role")}
          placeholder={t("any_role")}
          clearable
          w={170}
          value={search.role ?? null}
          onChange={(role) => onSearch({ ...filters, role: (role as MemberRole | null) ?? undefined })}
          data={MEMBER_ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t("title")}
        query={people}
        columns={columns}
        rowKey={(person) => person.id}
        filtered={Boolean(search.q || search.role)}
        onClearFilters={() => onSearch({})}
        empty={
          <EmptyState icon={IconUsers} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        }
      />
    </>
  );
}

function PersonName({ person }: { person: Person }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <PersonAvatar name={person.full_name} />
      <div className="fd-break">
        <Text size="sm" fw={560}>
          {person.full_name}
        </Text>
        <Text size="xs" c="dimmed">
          {person.email}
        </Text>
      </div>
    </Group>
  );
}
