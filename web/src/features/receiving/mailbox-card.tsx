import { Alert, Button, Group, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mailbox } from "@/lib/api-types-inbox";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { useNotifyError } from "@/ui/form/submit";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Time } from "@/ui/time/time";
import { MailboxCheckPanel } from "./mailbox-check";
import { MailboxForm } from "./mailbox-form";
import { deleteMailbox, mailboxesQuery, pauseMailbox, resumeMailbox } from "./queries";
import classes from "./receiving.module.css";

const TONES: Record<Mailbox["condition"], Tone> = {
  paused: "quiet",
  failing: "bad",
  connected: "good",
  waiting: "busy",
};

type MailboxCardProps = { mailbox: Mailbox; checkAtOnce?: boolean };

/** One mailbox: how it fares, and what can be done with it. */
export function MailboxCard({ mailbox, checkAtOnce }: MailboxCardProps) {
  const { t } = useTranslation("receiving");
  const client = useQueryClient();
  const [asked, setAsked] = useState<"edit" | "delete" | "check" | null>(checkAtOnce ? "check" : null);
  const refresh = () => client.invalidateQueries({ queryKey: mailboxesQuery.queryKey });
  const isPaused = mailbox.state === "paused";
  const toggle = useMutation({
    mutationFn: () => (isPaused ? resumeMailbox(mailbox.id) : pauseMailbox(mailbox.id)),
    onSuccess: refresh,
    onError: useNotifyError(),
  });
  if (asked === "edit") {
    return (
      <div className={classes.item}>
        <MailboxForm mailbox={mailbox} onCancel={() => setAsked(null)} onDone={() => setAsked("check")} />
      </div>
    );
  }
  return (
    <article className={classes.item} aria-label={mailbox.name}>
      <div className={classes.line}>
        <Title order={3} size="h4" className="fd-break">
          {mailbox.name}
        </Title>
        <StatusBadge tone={TONES[mailbox.condition]}>{t(`condition.${mailbox.condition}`)}</StatusBadge>
        <Text size="sm" c="dimmed" className="fd-break">
          {mailbox.address} · {mailbox.host} · {mailbox.folder}
        </Text>
      </div>
      {mailbox.last_error && (
        <Alert color="red" variant="light" title={t("mailbox.last_error")}>
          <span className="fd-break">{mailbox.last_error}</span> <Time at={mailbox.last_error_at} />
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        {t("mailbox.last_received")} <Time at={mailbox.last_received_at} never={t("mailbox.never")} /> ·{" "}
        {t("mailbox.connected")} <Time at={mailbox.connected_at} never={t("mailbox.never")} /> ·{" "}
        {t(`afterwards.${mailbox.afterwards}`)}
      </Text>
      {asked === "check" && <MailboxCheckPanel mailbox={mailbox} />}
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => setAsked(asked === "check" ? null : "check")}>
          {t("mailbox.check")}
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsked("edit")}>
          {t("common:action.edit")}
        </Button>
        <Button size="xs" variant="default" loading={toggle.isPending} onClick={() => toggle.mutate()}>
          {isPaused ? t("mailbox.resume") : t("mailbox.pause")}
        </Button>
        <Button size="xs" variant="subtle" color="red" onClick={() => setAsked("delete")}>
          {t("common:action.delete")}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asked === "delete"}
        onClose={() => setAsked(null)}
        danger
        title={t("mailbox.delete_title", { name: mailbox.name })}
        action={t("common:action.delete")}
        run={() => deleteMailbox(mailbox.id)}
        done={refresh}
      >
        {t("mailbox.delete_text")}
      </ConfirmDialog>
    </article>
  );
}
