import { Anchor, Text, Title } from "@mantine/core";
import { useDocumentVisibility } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation as Loaded, ThreadChange } from "@/lib/api-types-inbox";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { useNotifyError } from "@/ui/form/submit";
import { RowSkeleton } from "@/ui/list/list-state";
import classes from "./conversation.module.css";
import { ConversationActions } from "./conversation-actions";
import { ConversationTags } from "./conversation-tags";
import { changeThread, conversationQuery } from "./queries";
import { ReceivedMessage } from "./received-message";
import { SentMessage } from "./sent-message";

type ConversationProps = { id: string; onLeave: () => void };

/** One conversation. Who opens it has read it, and reads what arrives while it is open. */
export function Conversation({ id, onLeave }: ConversationProps) {
  const { t } = useTranslation("inbox");
  const conversation = useQuery(conversationQuery(id));
  if (conversation.isPending) return <RowSkeleton rows={4} />;
  if (!conversation.data) {
    const gone = conversation.error instanceof ApiError && [404, 422].includes(conversation.error.status);
    return gone ? (
      <EmptyState icon={IconArrowLeft} title={t("gone.title")}>
        {t("gone.text")}
      </EmptyState>
    ) : (
      <ErrorState error={conversation.error} onRetry={() => conversation.refetch()} />
    );
  }
  return <Shown conversation={conversation.data} onLeave={onLeave} />;
}

function Shown({ conversation, onLeave }: { conversation: Loaded; onLeave: () => void }) {
  const { t } = useTranslation("inbox");
  const path = usePath();
  const { change, markUnread } = useChanges(conversation);
  const { messages } = conversation;
  const last = useLastInView(messages.length);
  const name = conversation.contact?.full_name || conversation.address;
  return (
    <article className={classes.conversation} aria-label={conversation.subject || t("no_subject")}>
      <header className={classes.head}>
        <Anchor component={Link} to={path("/admin/mail/inbox")} size="sm" c="dimmed" className={classes.back}>
          <IconArrowLeft size={14} aria-hidden /> {t("title")}
        </Anchor>
        <div className={classes.headline}>
          <div className={classes.subject}>
            <Title order={2} size="h3" className="fd-break">
              {conversation.subject || t("no_subject")}
            </Title>
            <Text size="sm" c="dimmed" className="fd-break">
              {conversation.contact ? (
                <Anchor
                  component={Link}
                  to={path(`/admin/contacts/${conversation.contact.id}`)}
                  size="sm"
                  td="underline"
                >
                  {name}
                </Anchor>
              ) : (
                name
              )}
              {name !== conversation.address && ` · ${conversation.address}`}
              {conversation.route && ` · ${t("routed_to", { place: conversation.route })}`}
            </Text>
            {conversation.campaign_id && (
              <Text size="sm" c="dimmed">
                {t("answers_campaign")}{" "}
                <Anchor
                  component={Link}
                  td="underline"
                  to={path(`/admin/mail/campaigns/${conversation.campaign_id}`)}
                  size="sm"
                >
                  {conversation.campaign_name || t("campaign")}
                </Anchor>
              </Text>
            )}
          </div>
          <ConversationActions
            conversation={conversation}
            onChange={change}
            onUnread={markUnread}
            onLeave={onLeave}
          />
        </div>
        <ConversationTags conversation={conversation} onChange={change} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <section className={classes.messages} ref={last} tabIndex={0} aria-label={t("messages")}>
        {conversation.has_more && (
          <Text size="sm" c="dimmed" ta="center">
            {t("has_more")}
          </Text>
        )}
        {messages.map((message, index) => {
          const isRecent = messages.length <= 4 || index >= messages.length - 3;
          return message.direction === "in" ? (
            <ReceivedMessage key={message.id} mail={message} isOpenAtFirst={isRecent} />
          ) : (
            <SentMessage key={message.id} message={message} isOpenAtFirst={isRecent} />
          );
        })}
      </section>
    </article>
  );
}

/** Marks it as read while somebody looks at it, unless they said that it is to stay unread. */
function useChanges({ id, unread_count }: Loaded) {
  const client = useQueryClient();
  const notifyError = useNotifyError();
  const stays = useRef(false);
  const isSeen = useDocumentVisibility() === "visible";
  const { mutateAsync } = useMutation({
    mutationFn: (body: ThreadChange) => changeThread(id, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ["mail-inbox"] }),
    onError: notifyError,
  });
  useEffect(() => {
    if (unread_count > 0 && isSeen && !stays.current) mutateAsync({ is_read: true }).catch(() => undefined);
  }, [unread_count, isSeen, mutateAsync]);
  const markUnread = () => {
    stays.current = true;
    return mutateAsync({ is_read: false });
  };
  return { change: mutateAsync, markUnread };
}

/** The newest is what one wants to read: it stands at the top when a longer conversation opens or goes on. */
function useLastInView(count: number) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const last = ref.current?.lastElementChild;
    if (!ref.current || !(last instanceof HTMLElement) || count < 2) return;
    ref.current.scrollTop = last.offsetTop - ref.current.offsetTop - 12;
  }, [count]);
  return ref;
}
