import { Button, Group, Text, Textarea } from "@mantine/core";
import { IconRestore } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./samples.module.css";
import type { Sample } from "./use-sample";

export function DataPanel({ sample }: { sample: Sample }) {
  const { t } = useTranslation("template-preview");
  const message =
    sample.error && (sample.error.line ? t("data.broken_at", { line: sample.error.line }) : t("data.broken"));
  return (
    <>
      <Group justify="space-between" gap="xs" mb="xs">
        <Text size="sm" c="dimmed" flex="1 1 12rem">
          {t("data.text")}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!sample.isEdited}
          leftSection={<IconRestore size={14} aria-hidden />}
          onClick={sample.reset}
        >
          {t("data.reset")}
        </Button>
      </Group>
      <Textarea
        label={t("data.label")}
        classNames={{ input: classes.json }}
        spellCheck={false}
        autosize
        minRows={14}
        value={sample.text}
        error={message}
        onChange={(event) => sample.set(event.currentTarget.value)}
      />
    </>
  );
}
