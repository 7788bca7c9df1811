import { Badge, Button, Group, TagsInput } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Conversation, ThreadChange } from "@/lib/api-types-inbox";

type ConversationTagsProps = {
  conversation: Conversation;
  onChange: (change: ThreadChange) => Promise<unknown>;
};

export function ConversationTags({ conversation, onChange }: ConversationTagsProps) {
  const { t } = useTranslation("inbox");
  const [typed, setTyped] = useState<string[] | null>(null);
  const [isSaving, setSaving] = useState(false);
  if (typed === null) {
    return (
      <Group gap={6}>
        {conversation.tags.map((tag) => (
          <Badge key={tag} variant="light" color="gray">
            {tag}
          </Badge>
        ))}
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconTag size={13} aria-hidden />}
          onClick={() => setTyped(conversation.tags)}
        >
          {conversation.tags.length > 0 ? t("tags.edit") : t("tags.add")}
        </Button>
      </Group>
    );
  }
  const save = async () => {
    setSaving(true);
    await onChange({ tags: typed }).then(
      () => setTyped(null),
      () => undefined,
    );
    setSaving(false);
  };
  return (
    <Group gap="xs" align="flex-end">
      <TagsInput
        aria-label={t("tags.label")}
        placeholder={t("tags.placeholder")}
        size="xs"
        maxTags={50}
        value={typed}
        onChange={setTyped}
        acceptValueOnBlur
        data-autofocus
        style={{ flex: "1 1 16rem" }}
      />
      <Button size="xs" loading={isSaving} onClick={save}>
        {t("tags.save")}
      </Button>
      <Button size="xs" variant="default" onClick={() => setTyped(null)}>
        {t("common:action.cancel")}
      </Button>
    </Group>
  );
}
