import { Button, Text } from "@mantine/core";
import { IconInbox, IconPaperclip, IconPencilPlus, IconSend } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Message } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { useCan, useMe } from "@/lib/session";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { useMailWords } from "@/ui/mail-words/use-mail-words";
import { Page } from "@/ui/page/page";
import { MailStatusBadge } from "@/ui/status-badge/mail-status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import classes from "./mail.module.css";
import { MailFilterBar } from "./mail-filters";
import { type MailFilters, messagesQuery } from "./queries";

type MailPageProps = { search: MailFilters; onSearch: (search: MailFilters) => void };

/** What went out. */
export function MailPage({ search, onSearch }: MailPageProps) {
  const { t } = useTranslation("mail");
  const path = usePath();
  const { organization } = useMe();
  const mayWrite = useCan("mail.send") && organization !== null;
  const messages = useInfiniteQuery(messagesQuery(search));
  const received = (
    <Button
      component={Link}
      to={path(organization ? "/admin/mail/inbox" : "/admin/mail/inbox/received")}
      variant="default"
      leftSection={<IconInbox size={16} aria-hidden />}
    >
      {organization ? t("to_inbox") : t("to_received")}
    </Button>
  );
  const write = mayWrite && (
    <Button
      component={Link}
      to={path("/admin/mail/new")}
      leftSection={<IconPencilPlus size={16} aria-hidden />}
    >
      {t("write")}
    </Button>
  );
  return (
    <Page
      title={t("title")}
      description={t("text")}
      actions={
        <>
          {received}
          {write}
        </>
      }
    >
      <Surface flush>
        <MailFilterBar search={search} onSearch={onSearch} />
        <DataTable
          label={t("title")}
          query={messages}
          columns={useColumns()}
          rowKey={(message) => message.id}
          rowLink={(message) => path(`/admin/mail/${message.id}`)}
          filtered={Object.values(search).some(Boolean)}
          onClearFilters={() => onSearch({})}
          empty={
            <EmptyState icon={IconSend} title={t("empty.title")} action={write}>
              {t("empty.text")}
            </EmptyState>
          }
        />
      </Surface>
    </Page>
  );
}

function useColumns(): Column<Message>[] {
  const { t } = useTranslation("mail");
  return [
    { key: "subject", header: t("column.subject"), render: (message) => <Subject message={message} /> },
    {
      key: "person",
      header: t("column.to"),
      render: (message) => <span className="fd-break">{message.to_address}</span>,
    },
    {
      key: "status",
      header: t("column.status"),
      render: (message) => (
        <div>
          <MailStatusBadge status={message.status} />
          {message.bounce_reason && (
            <Text size="xs" c="dimmed" className={classes.why}>
              {t(`bounces:why.${message.bounce_reason}`, { defaultValue: message.bounce_reason })}
            </Text>
          )}
          {message.status === "queued" && message.send_at && Date.parse(message.send_at) > Date.now() && (
            <Text size="xs" c="dimmed" className={classes.why}>
              {t("goes_out")} <Time at={message.send_at} mode="absolute" />
            </Text>
          )}
          {message.in_doubt > 0 && (
            <Text size="xs" c="dimmed" className={classes.why}>
              {t("in_doubt.mark")}
            </Text>
          )}
        </div>
      ),
    },
    {
      key: "at",
      header: t("column.at"),
      // In the order of the rows; when it went out stands at the mail itself.
      render: (message) => <Time at={message.created_at} />,
    },
  ];
}

function Subject({ message }: { message: Message }) {
  const { t } = useTranslation("mail");
  const say = useMailWords();
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
          {say(message.last_error)}
        </Text>
      ) : (
        <Text size="xs" c="dimmed">
          {message.type && t(`templates:type.${message.type}`, { defaultValue: message.type })}
          {!message.type && message.campaign_id && t("campaign")}
        </Text>
      )}
    </div>
  );
}
