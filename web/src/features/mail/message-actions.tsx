import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBan, IconRefresh } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MessageDetail } from "@/lib/api-types-mail";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { notifyDone } from "@/ui/form/submit";
import { cancelMessage, retryMessage } from "./queries";

const SENDABLE = new Set(["failed", "cancelled"]);

export function MessageActions({ message }: { message: MessageDetail }) {
  const { t } = useTranslation("mail");
  const client = useQueryClient();
  const maySend = useCan("mail.send");
  const [cancelling, cancel] = useDisclosure(false);
  const [retrying, retry] = useDisclosure(false);
  if (!maySend) return null;
  const waits = message.status === "queued";
  const refresh = () => client.invalidateQueries({ queryKey: ["mail"] });
  return (
    <>
      {waits && (
        <Button variant="default" leftSection={<IconBan size={16} aria-hidden />} onClick={cancel.open}>
          {t("cancel.action")}
        </Button>
      )}
      {(SENDABLE.has(message.status) || (waits && message.tries > 0)) && (
        <Button leftSection={<IconRefresh size={16} aria-hidden />} onClick={retry.open}>
          {t("retry.action")}
        </Button>
      )}
      <ConfirmDialog
        opened={cancelling}
        onClose={cancel.close}
        danger
        title={t("cancel.title")}
        action={t("cancel.action")}
        keep={t("cancel.keep")}
        run={() => cancelMessage(message.id)}
        done={() => {
          notifyDone(t("cancel.done"));
          void refresh();
        }}
      >
        {t("cancel.text", { to: message.to_address })}
      </ConfirmDialog>
      <ConfirmDialog
        opened={retrying}
        onClose={retry.close}
        title={t("retry.title")}
        action={t("retry.action")}
        run={() => retryMessage(message.id)}
        done={() => {
          notifyDone(t("retry.done"));
          void refresh();
        }}
      >
        {t("retry.text", { to: message.to_address })}
      </ConfirmDialog>
    </>
  );
}
