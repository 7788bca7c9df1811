import { Select, Switch, Text } from "@mantine/core";
import { IconAlertTriangle, IconInbox, IconPaperclip } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Received } from "@/lib/api-types-inbox";
import { RECEIVED_KINDS, RECEIVED_SOURCES, RECEIVED_STATES } from "@/lib/choices-inbox";
import { usePath } from "@/lib/paths";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { useMailWords } from "@/ui/mail-words/use-mail-words";
import { Page } from "@/ui/page/page";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { InboxActions } from "./inbox-actions";
import { InboxTabs } from "./inbox-tabs";
import { type ReceivedFilters, receivedListQuery } from "./queries";
import { ReadAgain } from "./read-again";
import classes from "./received.module.css";
import { ReceivedStateBadge } from "./received-state";

type ReceivedPageProps = { search: ReceivedFilters; onSearch: (search: ReceivedFilters) => void };

/** Every mail that arrived, also what opened no conversation and what cannot be read. */
export function ReceivedPage({ search, onSearch }: ReceivedPageProps) {
  const { t } = useTranslation("inbox");
  const path = usePath();
  const received = useInfiniteQuery(receivedListQuery(search));
  return (
    <Page title={t("title")} size="wide" actions={<InboxActions />}>
      <InboxTabs />
      <Text size="sm" c="dimmed" mb="md">
        {t("received.text")}
      </Text>
      <Surface flush>
        <ReceivedFilterBar search={search} onSearch={onSearch} />
        <DataTable
          label={t("tab.received")}
          query={received}
          columns={useColumns()}
          rowKey={(mail) => mail.id}
          rowLink={(mail) => path(`/admin/mail/inbox/received/${mail.id}`)}
          filtered={Object.values(search).some(Boolean)}
          onClearFilters={() => onSearch({})}
          empty={
            <EmptyState icon={IconInbox} title={t("received.empty_title")}>
              {t("received.empty_text")}
            </EmptyState>
          }
        />
      </Surface>
    </Page>
  );
}

function ReceivedFilterBar({ search, onSearch }: ReceivedPageProps) {
  const { t } = useTranslation("inbox");
  const change = (changed: ReceivedFilters) => onSearch({ ...search, ...changed });
  return (
    <Toolbar>
      <SearchInput
        label={t("received.search")}
        value={search.q ?? ""}
        onChange={(q) => change({ q: q || undefined })}
      />
      <Select
        aria-label={t("received.kind")}
        placeholder={t("received.any_kind")}
        clearable
        w={190}
        value={search.kind ?? null}
        onChange={(kind) => change({ kind: (kind as ReceivedFilters["kind"] | null) ?? undefined })}
        data={RECEIVED_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <Select
        aria-label={t("received.state")}
        placeholder={t("received.any_state")}
        clearable
        w={170}
        value={search.state ?? null}
        onChange={(state) => change({ state: (state as ReceivedFilters["state"] | null) ?? undefined })}
        data={RECEIVED_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      <Select
        aria-label={t("received.source")}
        placeholder={t("received.any_source")}
        clearable
        w={170}
        value={search.source ?? null}
        onChange={(source) => change({ source: (source as ReceivedFilters["source"] | null) ?? undefined })}
        data={RECEIVED_SOURCES.map((value) => ({ value, label: t(`via.${value}`) }))}
      />
      <Switch
        label={t("received.spoofed")}
        checked={Boolean(search.spoofed)}
        onChange={(event) => change({ spoofed: event.currentTarget.checked ? "yes" : undefined })}
      />
    </Toolbar>
  );
}

function useColumns(): Column<Received>[] {
  const { t } = useTranslation("inbox");
  return [
    { key: "subject", header: t("received.subject"), render: (mail) => <Subject mail={mail} /> },
    { key: "kind", header: t("received.kind"), render: ({ kind }) => (kind ? t(`kind.${kind}`) : "–") },
    {
      key: "state",
      header: t("received.state"),
      render: (mail) => (
        <div>
          <ReceivedStateBadge state={mail.state} />
          <Why mail={mail} />
        </div>
      ),
    },
    {
      key: "source",
      header: t("received.source"),
      secondary: true,
      render: ({ source }) => t(`via.${source}`),
    },
    { key: "at", header: t("received.at"), render: (mail) => <Time at={mail.created_at} /> },
    {
      key: "again",
      header: "",
      render: (mail) => mail.state === "unparsable" && <ReadAgain id={mail.id} compact />,
    },
  ];
}

function Subject({ mail }: { mail: Received }) {
  const { t } = useTranslation("inbox");
  return (
    <div className="fd-break">
      <Text size="sm" fw={560} component="span">
        {mail.subject || t("no_subject")}
      </Text>
      {mail.has_attachments && (
        <IconPaperclip size={14} className={classes.glyph} aria-label={t("has_attachments")} />
      )}
      {mail.is_spoofed && (
        <Text span size="xs" fw={600} className={classes.spoofed}>
          <IconAlertTriangle size={13} aria-hidden /> {t("mark.spoofed")}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {mail.from_name ? `${mail.from_name} · ${mail.from_address}` : mail.from_address || t("no_sender")}
      </Text>
    </div>
  );
}

/** Why it opened nothing: the filter or guard, the error, or what a bounce is about. */
function Why({ mail }: { mail: Received }) {
  const { t } = useTranslation("inbox");
  const say = useMailWords();
  const reason = mail.report?.reason;
  const words =
    say(mail.dropped_reason) ||
    mail.parse_error ||
    (reason && (mail.kind === "bounce" || mail.kind === "delay")
      ? t(`bounces:why.${reason}`, { defaultValue: reason })
      : "");
  if (!words) return null;
  return (
    <Text size="xs" c="dimmed" lineClamp={2} className={classes.why}>
      {words}
    </Text>
  );
}
