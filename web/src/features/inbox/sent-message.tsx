import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Notice, SentInThread } from "@/lib/api-types-inbox";
import { usePath } from "@/lib/paths";
import { FailureAlert } from "@/ui/mail-failure/failure-alert";
import { MailStatusBadge } from "@/ui/status-badge/mail-status-badge";
import { Time } from "@/ui/time/time";
import classes from "./conversation.module.css";
import { LinkedText } from "./linked-text";
import { MessageFrame } from "./message-frame";

type SentMessageProps = { message: SentInThread; isOpenAtFirst: boolean };

/** A mail of ours, with what became of it. */
export function SentMessage({ message, isOpenAtFirst }: SentMessageProps) {
  const { t } = useTranslation("inbox");
  const path = usePath();
  return (
    <MessageFrame
      name={nameOf(message.from_address)}
      address={message.from_address}
      to={[message.to_address]}
      at={message.sent_at ?? message.created_at}
      snippet={message.text.slice(0, 160)}
      isOpenAtFirst={isOpenAtFirst || Boolean(message.bounce_kind)}
      isOurs
      marks={<MailStatusBadge status={message.status} />}
    >
      <FailureAlert
        status={message.status}
        kind={message.bounce_kind}
        reason={message.bounce_reason}
        error={message.last_error}
      />
      <LinkedText text={message.text.trim() || t("no_words")} />
      {message.notices.length > 0 && (
        <ul className={classes.notices} aria-label={t("notices")}>
          {message.notices.map((notice) => (
            <NoticeLine key={notice.id} notice={notice} />
          ))}
        </ul>
      )}
      <Anchor
        component={Link}
        size="xs"
        c="dimmed"
        to={path(`/admin/mail/${message.id}`)}
        mt="sm"
        display="block"
      >
        {t("sent_details")}
      </Anchor>
    </MessageFrame>
  );
}

/** A bounce, a delay, a complaint or an automatic answer that came back. */
function NoticeLine({ notice }: { notice: Notice }) {
  const { t } = useTranslation("inbox");
  const path = usePath();
  return (
    <li>
      <Anchor component={Link} size="sm" td="underline" to={path(`/admin/mail/inbox/received/${notice.id}`)}>
        {t(`kind.${notice.kind}`)}
      </Anchor>{" "}
      <Text span size="xs" c="dimmed">
        {notice.from_address} · <Time at={notice.created_at} />
      </Text>
      {notice.kind === "auto_reply" && notice.snippet && <Text size="sm">{notice.snippet}</Text>}
    </li>
  );
}

/** "Northgate" of "Northgate <help@northgate.test>". */
function nameOf(from: string): string {
  return from.split("<")[0]?.replaceAll('"', "").trim() || from;
}
