import { ActionIcon, Group, TextInput, Title, Tooltip } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

type TitleFieldProps = { name: string; readOnly: boolean; onChange: (name: string) => void };

/** The name as the page's heading, changed in its place. */
export function TitleField({ name, readOnly, onChange }: TitleFieldProps) {
  const { t } = useTranslation("template-shell");
  const [typed, setTyped] = useState<string | null>(null);
  const finish = () => {
    if (typed?.trim()) onChange(typed.trim());
    setTyped(null);
  };
  if (typed !== null) {
    return (
      <TextInput
        aria-label={t("common:field.name")}
        w="min(28rem, 100%)"
        maxLength={255}
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === "Enter") finish();
          if (event.key === "Escape") setTyped(null);
        }}
      />
    );
  }
  return (
    <Group gap={4} wrap="nowrap">
      <Title order={1} className="fd-break">
        {name}
      </Title>
      {!readOnly && (
        <Tooltip label={t("head.rename")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("head.rename")}
            onClick={() => setTyped(name)}
          >
            <IconPencil size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}
