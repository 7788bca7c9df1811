import { ActionIcon, Select } from "@mantine/core";
import { IconUserMinus, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { FormError } from "@/ui/form/submit";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { PersonName } from "@/ui/person/person-name";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import {
  KEY,
  type MailListDetail,
  removeSubscriber,
  STATES,
  type Subscriber,
  type SubscriberFilters,
  type SubscriptionState,
  subscribersQuery,
} from "./queries";

const TONES: Record<SubscriptionState, Tone> = {
  subscribed: "good",
  pending: "busy",
  unsubscribed: "quiet",
};

type SubscribersTableProps = {
  list: MailListDetail;
  search: SubscriberFilters;
  onSearch: (search: SubscriberFilters) => void;
  mayManage: boolean;
};

export function SubscribersTable({ list, search, onSearch, mayManage }: SubscribersTableProps) {
  const { t, i18n } = useTranslation("lists");
  const path = usePath();
  const client = useQueryClient();
  const rows = useInfiniteQuery(subscribersQuery(list.id, search));
  const remove = useMutation({
    mutationFn: (contactId: string) => removeSubscriber(list.id, contactId),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  const columns = useColumns();
  const actions: Column<Subscriber> = {
    key: "actions",
    header: "",
    align: "right",
    render: (row) =>
      row.state !== "unsubscribed" && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("remove", { name: row.email })}
          onClick={() => remove.mutate(row.contact_id)}
        >
          <IconUserMinus size={16} />
        </ActionIcon>
      ),
  };
  const count = (state: SubscriptionState) => formatNumber(list.counts[state], i18n.language);
  return (
    <Surface flush title={t("people")}>
      <Toolbar>
        <SearchInput
          label={t("search_people")}
          value={search.q ?? ""}
          onChange={(q) => onSearch({ ...search, q: q || undefined })}
        />
        <Select
          aria-label={t("state.label")}
          placeholder={t("state.any")}
          clearable
          w={230}
          value={search.state ?? null}
          onChange={(state) =>
            onSearch({ ...search, state: (state as SubscriptionState | null) ?? undefined })
          }
          data={STATES.map((state) => ({ value: state, label: `${t(`state.${state}`)} (${count(state)})` }))}
        />
      </Toolbar>
      <FormError error={remove.error} />
      <DataTable
        label={t("people")}
        query={rows}
        columns={mayManage ? [...columns, actions] : columns}
        rowKey={(row) => row.contact_id}
        rowLink={(row) => path(`/admin/contacts/${row.contact_id}`)}
        filtered={Boolean(search.q || search.state)}
        onClearFilters={() => onSearch({})}
        empty={
          <EmptyState icon={IconUsers} title={t("nobody.title")}>
            {t("nobody.text")}
          </EmptyState>
        }
      />
    </Surface>
  );
}

function useColumns(): Column<Subscriber>[] {
  const { t } = useTranslation("lists");
  return [
    {
      key: "name",
      header: t("common:field.name"),
      render: (row) => <PersonName name={row.full_name} email={row.email} />,
    },
    {
      key: "state",
      header: t("state.label"),
      render: (row) => <StatusBadge tone={TONES[row.state]}>{t(`state.${row.state}`)}</StatusBadge>,
    },
    {
      key: "source",
      header: t("source.label"),
      secondary: true,
      render: (row) => (row.source ? t(`source.${row.source}`, { defaultValue: row.source }) : "–"),
    },
    { key: "since", header: t("since"), render: (row) => <Time at={row.created_at} /> },
  ];
}
