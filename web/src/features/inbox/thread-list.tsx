import { Badge, Text, VisuallyHidden } from "@mantine/core";
import { IconAlertTriangle, IconInbox, IconMailX, IconSpeakerphone } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Thread } from "@/lib/api-types-inbox";
import { usePath } from "@/lib/paths";
import { PersonAvatar } from "@/ui/avatar/person-avatar";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState, type PagedResult } from "@/ui/list/list-state";
import { Time } from "@/ui/time/time";
import type { InboxFilters } from "./queries";
import classes from "./thread-list.module.css";

type ThreadListProps = {
  query: PagedResult<Thread>;
  openId?: string;
  search: InboxFilters;
  isFiltered: boolean;
  onClear: () => void;
};

export function ThreadList({ query, openId, search, isFiltered, onClear }: ThreadListProps) {
  const { t } = useTranslation("inbox");
  return (
    <div className={classes.scroll}>
      <ListState
        query={query}
        filtered={isFiltered}
        onClearFilters={onClear}
        empty={
          <EmptyState icon={IconInbox} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        }
      >
        {(threads) => (
          <ul className={classes.threads} aria-label={t("tab.conversations")}>
            {threads.map((thread) => (
              <li key={thread.id}>
                <Row thread={thread} isOpen={thread.id === openId} search={search} />
              </li>
            ))}
          </ul>
        )}
      </ListState>
    </div>
  );
}

function Row({ thread, isOpen, search }: { thread: Thread; isOpen: boolean; search: InboxFilters }) {
  const { t } = useTranslation("inbox");
  const path = usePath();
  const name = thread.contact?.full_name || thread.address;
  return (
    <Link
      to={path(`/admin/mail/inbox/${thread.id}`)}
      search={search as never}
      className={classes.row}
      data-unread={thread.unread_count > 0 || undefined}
      data-open={isOpen || undefined}
      aria-current={isOpen ? "true" : undefined}
    >
      <PersonAvatar name={name} size={32} />
      <div className={classes.words}>
        <div className={classes.top}>
          <span className={classes.name}>{name}</span>
          {thread.message_count > 1 && (
            <span className={classes.count}>
              <span aria-hidden>{thread.message_count}</span>
              <VisuallyHidden>{t("row.messages", { count: thread.message_count })}</VisuallyHidden>
            </span>
          )}
          <span className={classes.time}>
            <Time at={thread.last_message_at} />
          </span>
        </div>
        <span className={classes.subject}>
          {thread.unread_count > 0 && <VisuallyHidden>{t("row.unread")} </VisuallyHidden>}
          {thread.subject || t("no_subject")}
        </span>
        <span className={classes.snippet}>
          {thread.last_direction === "out" && <>{t("row.you")} </>}
          {thread.snippet}
        </span>
        <Marks thread={thread} />
      </div>
    </Link>
  );
}

function Marks({ thread }: { thread: Thread }) {
  const { t } = useTranslation("inbox");
  if (
    !(thread.is_spoofed || thread.has_failure || thread.campaign_id || thread.tags.length || thread.route)
  ) {
    return null;
  }
  return (
    <div className={classes.marks}>
      {thread.is_spoofed && (
        <Text span className={classes.mark} data-tone="bad">
          <IconAlertTriangle size={13} aria-hidden /> {t("mark.spoofed")}
        </Text>
      )}
      {thread.has_failure && (
        <Text span className={classes.mark} data-tone="bad">
          <IconMailX size={13} aria-hidden /> {t("mark.failed")}
        </Text>
      )}
      {thread.campaign_id && (
        <Text span className={classes.mark}>
          <IconSpeakerphone size={13} aria-hidden /> {t("mark.campaign")}
        </Text>
      )}
      {thread.route && (
        <Badge size="sm" variant="outline" color="gray">
          {thread.route}
        </Badge>
      )}
      {thread.tags.map((tag) => (
        <Badge key={tag} size="sm" variant="light" color="gray">
          {tag}
        </Badge>
      ))}
    </div>
  );
}
