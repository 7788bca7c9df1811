import { Button, Group } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArchive, IconArchiveOff, IconMail } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Conversation, ThreadChange } from "@/lib/api-types-inbox";
import { notifyDone } from "@/ui/form/submit";

type ConversationActionsProps = {
  conversation: Conversation;
  onChange: (change: ThreadChange) => Promise<unknown>;
  onUnread: () => Promise<unknown>;
  onLeave: () => void;
};

export function ConversationActions({ conversation, onChange, onUnread, onLeave }: ConversationActionsProps) {
  const { t } = useTranslation("inbox");
  const isArchived = conversation.is_archived;
  const archive = () =>
    onChange({ is_archived: !isArchived }).then(
      () => {
        notifyDone(isArchived ? t("action.brought_back") : t("action.archived"));
        if (!isArchived) onLeave();
      },
      () => undefined, // was told already
    );
  const unread = () =>
    onUnread().then(
      () => notifyDone(t("action.marked")),
      () => undefined,
    );
  useHotkeys([
    ["e", archive],
    ["u", unread],
  ]);
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" leftSection={<IconMail size={14} aria-hidden />} onClick={unread}>
        {t("action.unread")}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={
          isArchived ? <IconArchiveOff size={14} aria-hidden /> : <IconArchive size={14} aria-hidden />
        }
        onClick={archive}
      >
        {isArchived ? t("action.bring_back") : t("action.archive")}
      </Button>
    </Group>
  );
}
