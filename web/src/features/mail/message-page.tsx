import { Alert } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MessageDetail } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { ErrorState } from "@/ui/empty-state/empty-state";
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
  if (message.isPending) return <PagePending />;
  if (!message.data) {
    const gone = message.error instanceof ApiError && [404, 422].includes(message.error.status);
    return gone ? <NotFoundPage /> : <ErrorState error={message.error} onRetry={() => message.refetch()} />;
  }
  return <Loaded message={message.data} />;
}

function Loaded({ message }: { message: MessageDetail }) {
  const { t } = useTranslation("mail");
  const path = usePath();
  const list = message.direction === "in" ? "/admin/mail?direction=in" : "/admin/mail";
  return (
    <Page
      title={message.subject || t("no_subject")}
      back={{ to: path(list), label: t("title") }}
      badge={<MailStatusBadge status={message.status} />}
      actions={<MessageActions message={message} />}
    >
      {message.last_error && (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertCircle size={18} />}
          mb="md"
          title={t("last_error")}
        >
          {message.last_error}
        </Alert>
      )}
      <div className={classes.columns}>
        <MessageTabs message={message} />
        <div className={classes.side}>
          <MessageFacts message={message} />
          <MessageTimeline events={message.events} />
        </div>
      </div>
    </Page>
  );
}
