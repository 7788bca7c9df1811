import { Alert, Button, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mailbox } from "@/lib/api-types-inbox";
import { useNotifyError } from "@/ui/form/submit";
import { ItemCard, ItemForm } from "@/ui/item-card/item-card";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Time } from "@/ui/time/time";
import { MailboxCheckPanel } from "./mailbox-check";
import { MailboxForm } from "./mailbox-form";
import { deleteMailbox, mailboxesQuery, pauseMailbox, resumeMailbox } from "./queries";

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
  const [asked, setAsked] = useState<"edit" | "check" | null>(checkAtOnce ? "check" : null);
  const refresh = () => void client.invalidateQueries({ queryKey: mailboxesQuery.queryKey });
  const isPaused = mailbox.state === "paused";
  const toggle = useMutation({
    mutationFn: () => (isPaused ? resumeMailbox(mailbox.id) : pauseMailbox(mailbox.id)),
    onSuccess: refresh,
    onError: useNotifyError(),
  });
  if (asked === "edit") {
    return (
      <ItemForm>
        <MailboxForm mailbox={mailbox} onCancel={() => setAsked(null)} onDone={() => setAsked("check")} />
      </ItemForm>
    );
  }
  return (
    <ItemCard
      name={mailbox.name}
      facts={
        <>
          <StatusBadge tone={TONES[mailbox.condition]}>{t(`condition.${mailbox.condition}`)}</StatusBadge>
          <Text size="sm" c="dimmed" className="fd-break">
            {mailbox.address} · {mailbox.host} · {mailbox.folder}
          </Text>
        </>
      }
      actions={
        <>
          <Button size="xs" variant="default" onClick={() => setAsked(asked === "check" ? null : "check")}>
            {t("mailbox.check")}
          </Button>
          <Button size="xs" variant="default" loading={toggle.isPending} onClick={() => toggle.mutate()}>
            {isPaused ? t("mailbox.resume") : t("mailbox.pause")}
          </Button>
        </>
      }
      onEdit={() => setAsked("edit")}
      deleting={{
        title: t("mailbox.delete_title", { name: mailbox.name }),
        text: t("mailbox.delete_text"),
        run: () => deleteMailbox(mailbox.id),
        done: refresh,
      }}
    >
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
    </ItemCard>
  );
}
