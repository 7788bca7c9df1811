import { Alert, Button, List } from "@mantine/core";
import { IconAlertCircle, IconDownload, IconMessages } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReceivedDetail } from "@/lib/api-types-inbox";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { useMailWords } from "@/ui/mail-words/use-mail-words";
import { NotFoundPage } from "@/ui/page/fallback-pages";
import { Page } from "@/ui/page/page";
import { PagePending } from "@/ui/page/page-pending";
import { Surface } from "@/ui/surface/surface";
import { MailContent } from "./mail-content";
import { receivedQuery, sourceUrl } from "./queries";
import { ReadAgain } from "./read-again";
import classes from "./received.module.css";
import { ReceivedFacts } from "./received-facts";
import { SpoofedWarning } from "./received-message";
import { ReceivedStateBadge } from "./received-state";
import { ReportPanel } from "./report-panel";

/** One mail that arrived, with all that is known of it. */
export function ReceivedDetailPage({ id }: { id: string }) {
  const mail = useQuery(receivedQuery(id));
  if (mail.isPending) return <PagePending />;
  if (!mail.data) {
    const gone = mail.error instanceof ApiError && [404, 422].includes(mail.error.status);
    return gone ? <NotFoundPage /> : <ErrorState error={mail.error} onRetry={() => mail.refetch()} />;
  }
  return <Shown mail={mail.data} />;
}

function Shown({ mail }: { mail: ReceivedDetail }) {
  const { t } = useTranslation("inbox");
  const say = useMailWords();
  const path = usePath();
  return (
    <Page
      title={mail.subject || t("no_subject")}
      back={{ to: path("/admin/mail/inbox/received"), label: t("tab.received") }}
      badge={<ReceivedStateBadge state={mail.state} />}
      actions={
        <>
          <Button
            component="a"
            href={sourceUrl(mail.id)}
            download={`${mail.id}.eml`}
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t("download_source")}
          </Button>
          {mail.state !== "received" && <ReadAgain id={mail.id} />}
          {mail.thread_id && (
            <Button
              component={Link}
              to={path(`/admin/mail/inbox/${mail.thread_id}`)}
              leftSection={<IconMessages size={16} aria-hidden />}
            >
              {t("open_conversation")}
            </Button>
          )}
        </>
      }
    >
      {mail.is_spoofed && <SpoofedWarning />}
      {mail.parse_error && (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertCircle size={18} />}
          title={t("unparsable.title")}
          mb="md"
        >
          {mail.parse_error} {t("unparsable.text")}
        </Alert>
      )}
      {mail.dropped_reason && (
        <Alert color="gray" variant="light" icon={<IconAlertCircle size={18} />} title={t("dropped")} mb="md">
          {say(mail.dropped_reason)}
        </Alert>
      )}
      <div className={classes.columns}>
        <div className={classes.main}>
          {mail.report && <ReportPanel mail={mail} report={mail.report} />}
          <Surface title={t("content")}>
            <MailContent mail={mail} />
          </Surface>
          {mail.defects.length > 0 && (
            <Surface title={t("defects.title")} description={t("defects.text")}>
              <List size="sm">
                {mail.defects.map((defect) => (
                  <List.Item key={defect}>{defect}</List.Item>
                ))}
              </List>
            </Surface>
          )}
        </div>
        <ReceivedFacts mail={mail} />
      </div>
    </Page>
  );
}
