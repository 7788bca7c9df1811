import { Alert } from "@mantine/core";
import { IconAlertCircle, IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { MessageDetail } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FailureAlert } from "@/ui/mail-failure/failure-alert";
import { useMailWords } from "@/ui/mail-words/use-mail-words";
import { NotFoundPage } from "@/ui/page/fallback-pages";
import { Page } from "@/ui/page/page";
import { PagePending } from "@/ui/page/page-pending";
import { MailStatusBadge } from "@/ui/status-badge/mail-status-badge";
import classes from "./mail.module.css";
import { MessageActions } from "./message-actions";
import { MessageFacts } from "./message-facts";
import { MessageTabs } from "./message-tabs";
import { MessageTimeline } from "./message-timeline";
import { messageQuery } from "./queries";

export function MessagePage({ id }: { id: string }) {
  const message = useQuery(messageQuery(id));
  const path = usePath();
  if (message.isPending) return <PagePending />;
  if (!message.data) {
    const gone = message.error instanceof ApiError && [404, 422].includes(message.error.status);
    return gone ? <NotFoundPage /> : <ErrorState error={message.error} onRetry={() => message.refetch()} />;
  }
  // Mail that came in has a page of its own.
  if (message.data.direction === "in")
    return <Navigate to={path(`/admin/mail/inbox/received/${id}`)} replace />;
  return <Loaded message={message.data} />;
}

function Loaded({ message }: { message: MessageDetail }) {
  const { t } = useTranslation("mail");
  const say = useMailWords();
  const path = usePath();
  const hasBounced = Boolean(message.bounce_kind) || message.status === "complained";
  return (
    <Page
      title={message.subject || t("no_subject")}
      back={{ to: path("/admin/mail"), label: t("title") }}
      badge={<MailStatusBadge status={message.status} />}
      actions={<MessageActions message={message} />}
    >
      {hasBounced ? (
        <FailureAlert
          status={message.status}
          kind={message.bounce_kind}
          reason={message.bounce_reason}
          error={message.last_error}
        />
      ) : (
        message.last_error && (
          <Alert
            color="red"
            variant="light"
            icon={<IconAlertCircle size={18} />}
            mb="md"
            title={t("last_error")}
          >
            {say(message.last_error)}
          </Alert>
        )
      )}
      {message.in_doubt > 0 && (
        <Alert
          color="brass"
          variant="light"
          icon={<IconInfoCircle size={18} />}
          mb="md"
          title={t("in_doubt.title")}
        >
          {t("in_doubt.text", { count: message.in_doubt })}
        </Alert>
      )}
      <div className={classes.columns}>
        <MessageTabs message={message} />
        <div className={classes.side}>
          <MessageFacts message={message} />
          <MessageTimeline message={message} />
        </div>
      </div>
    </Page>
  );
}
