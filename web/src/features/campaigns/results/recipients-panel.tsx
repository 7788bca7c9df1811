import { Anchor, Button, Select, Text } from "@mantine/core";
import { IconDownload, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import {
  type CampaignDetail,
  type CampaignRecipient,
  LETTERS,
  RECIPIENT_RESULTS,
  type RecipientResult,
} from "@/lib/api-types-campaigns";
import { usePath } from "@/lib/paths";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { useMailWords } from "@/ui/mail-words/use-mail-words";
import { PersonName } from "@/ui/person/person-name";
import { MailStatusBadge } from "@/ui/status-badge/mail-status-badge";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Time } from "@/ui/time/time";
import type { CampaignSearch } from "../campaign-page";
import { exportUrl, recipientsQuery } from "../queries";

type RecipientsPanelProps = {
  campaign: CampaignDetail;
  search: CampaignSearch;
  onSearch: (search: CampaignSearch) => void;
};

/** Person by person: who got it, opened it, was skipped and why. */
export function RecipientsPanel({ campaign, search, onSearch }: RecipientsPanelProps) {
  const { t } = useTranslation("campaigns");
  const path = usePath();
  const { q, result, variant } = search;
  const recipients = useInfiniteQuery(recipientsQuery(campaign.id, { q, result, variant }));
  const several = campaign.variants.length > 1;
  return (
    <>
      <Toolbar>
        <SearchInput
          label={t("recipients.search")}
          value={q ?? ""}
          onChange={(words) => onSearch({ ...search, q: words || undefined })}
        />
        <Select
          aria-label={t("recipients.result")}
          placeholder={t("recipients.any")}
          clearable
          w={170}
          value={result ?? null}
          onChange={(value) =>
            onSearch({ ...search, result: (value as RecipientResult | null) ?? undefined })
          }
          data={RECIPIENT_RESULTS.map((value) => ({ value, label: t(`result.${value}`) }))}
        />
        {several && (
          <Select
            aria-label={t("variants.variant")}
            placeholder={t("variants.any")}
            clearable
            w={150}
            value={variant === undefined ? null : String(variant)}
            onChange={(value) => onSearch({ ...search, variant: value === null ? undefined : Number(value) })}
            data={campaign.variants.map((each) => ({
              value: String(each.position),
              label: t("variants.letter", { letter: LETTERS[each.position] }),
            }))}
          />
        )}
        <Button
          component="a"
          href={exportUrl(campaign.id, { result, variant })}
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t("recipients.export")}
        </Button>
      </Toolbar>
      <DataTable
        label={t("tab.recipients")}
        query={recipients}
        columns={useColumns(several)}
        rowKey={(row) => row.contact_id}
        rowLink={(row) => path(`/admin/contacts/${row.contact_id}`)}
        filtered={Boolean(q || result || variant !== undefined)}
        onClearFilters={() => onSearch({ tab: "recipients" })}
        empty={
          <EmptyState icon={IconUsers} title={t("recipients.empty")}>
            {t("recipients.empty_text")}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(several: boolean): Column<CampaignRecipient>[] {
  const { t } = useTranslation("campaigns");
  const path = usePath();
  return [
    {
      key: "person",
      header: t("recipients.person"),
      render: (row) => <PersonName name={row.full_name} email={row.email} />,
    },
    ...(several
      ? [
          {
            key: "variant",
            header: t("variants.variant"),
            render: ({ variant }: CampaignRecipient) => (variant === null ? "–" : LETTERS[variant]),
          },
        ]
      : []),
    { key: "status", header: t("recipients.result"), render: (row) => <Outcome row={row} /> },
    { key: "opened", header: t("count.opened"), render: (row) => <Time at={row.opened_at} /> },
    { key: "clicked", header: t("count.clicked"), render: (row) => <Time at={row.clicked_at} /> },
    {
      key: "mail",
      header: t("recipients.mail"),
      render: ({ message_id }) =>
        message_id ? (
          <Anchor component={Link} to={path(`/admin/mail/${message_id}`)} size="sm">
            {t("recipients.open")}
          </Anchor>
        ) : (
          "–"
        ),
    },
  ];
}

function Outcome({ row }: { row: CampaignRecipient }) {
  const say = useMailWords();
  const { t } = useTranslation("campaigns");
  if (row.status === "skipped" || row.status === "waiting") {
    return (
      <>
        <StatusBadge tone={row.status === "skipped" ? "attention" : "quiet"}>
          {t(`result.${row.status}`)}
        </StatusBadge>
        {row.reason && (
          <Text size="xs" c="dimmed">
            {t(`reason.${row.reason}`, { defaultValue: row.reason })}
          </Text>
        )}
      </>
    );
  }
  return (
    <>
      <MailStatusBadge status={row.status} />
      {row.error && (
        <Text size="xs" c="dimmed" lineClamp={2}>
          {say(row.error)}
        </Text>
      )}
    </>
  );
}
