import { Select, Tabs, Text } from "@mantine/core";
import { IconInbox, IconPaperclip, IconSend } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Message, MessageStatus } from "@/lib/api-types-mail";
import { MESSAGE_STATUSES } from "@/lib/choices-mail";
import { usePath } from "@/lib/paths";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { SearchInput } from "@/ui/list/search-input";
import { Toolbar } from "@/ui/list/toolbar";
import { Page } from "@/ui/page/page";
import { MailStatusBadge } from "@/ui/status-badge/mail-status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import classes from "./mail.module.css";
import { type MailFilters, messagesQuery } from "./queries";

type MailPageProps = { search: MailFilters; onSearch: (search: MailFilters) => void };

export function MailPage({ search, onSearch }: MailPageProps) {
  const { t } = useTranslation("mail");
  const direction = search.direction ?? "out";
  return (
    <Page title={t("title")} description={t("text")}>
      <Surface flush>
        <Tabs
          value={direction}
          onChange={(value) => onSearch({ q: search.q, direction: value === "in" ? "in" : undefined })}
        >
          <Tabs.List px="md">
            <Tabs.Tab value="out" leftSection={<IconSend size={16} aria-hidden />}>
              {t("tab.out")}
            </Tabs.Tab>
            <Tabs.Tab value="in" leftSection={<IconInbox size={16} aria-hidden />}>
              {t("tab.in")}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value={direction}>
            <Messages search={search} onSearch={onSearch} />
          </Tabs.Panel>
        </Tabs>
      </Surface>
    </Page>
  );
}

function Messages({ search, onSearch }: MailPageProps) {
  const { t } = useTranslation("mail");
  const path = usePath();
  const direction = search.direction ?? "out";
  const messages = useInfiniteQuery(messagesQuery(search));
  return (
    <>
      <Toolbar>
        <SearchInput
          label={t("search")}
          value={search.q ?? ""}
          onChange={(q) => onSearch({ ...search, q: q || undefined })}
        />
        {direction === "out" && (
          <Select
            aria-label={t("column.status")}
            placeholder={t("any_status")}
            clearable
            w={180}
            value={search.status ?? null}
            onChange={(status) =>
              onSearch({ ...search, status: (status as MessageStatus | null) ?? undefined })
            }
            data={MESSAGE_STATUSES.map((value) => ({ value, label: t(`common:mail_status.${value}`) }))}
          />
        )}
      </Toolbar>
      <DataTable
        label={t(`tab.${direction}`)}
        query={messages}
        columns={useColumns(direction)}
        rowKey={(message) => message.id}
        rowLink={(message) => path(`/admin/mail/${message.id}`)}
        filtered={Boolean(search.q || search.status)}
        onClearFilters={() => onSearch({ direction: search.direction })}
        empty={
          <EmptyState icon={direction === "in" ? IconInbox : IconSend} title={t(`empty.title_${direction}`)}>
            {t(`empty.text_${direction}`)}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(direction: "in" | "out"): Column<Message>[] {
  const { t } = useTranslation("mail");
  return [
    { key: "subject", header: t("column.subject"), render: (message) => <Subject message={message} /> },
    {
      key: "person",
      header: t(direction === "in" ? "column.from" : "column.to"),
      render: (message) => (
        <span className="fd-break">{direction === "in" ? message.from_address : message.to_address}</span>
      ),
    },
    {
      key: "status",
      header: t("column.status"),
      render: ({ status }) => <MailStatusBadge status={status} />,
    },
    {
      key: "at",
      header: t("column.at"),
      render: (message) => <Time at={message.sent_at ?? message.created_at} />,
    },
  ];
}

function Subject({ message }: { message: Message }) {
  const { t } = useTranslation("mail");
  return (
    <div className="fd-break">
      <Text size="sm" fw={560} component="span">
        {message.subject || t("no_subject")}
        {message.has_attachments && (
          <IconPaperclip size={14} className={classes.clip} aria-label={t("has_attachments")} />
        )}
      </Text>
      {message.last_error ? (
        <Text size="xs" c="red" lineClamp={1}>
          {message.last_error}
        </Text>
      ) : (
        message.type && (
          <Text size="xs" c="dimmed">
            {t(`templates:type.${message.type}`, { defaultValue: message.type })}
          </Text>
        )
      )}
    </div>
  );
}
