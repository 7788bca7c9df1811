import { Button, Group, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { IconRestore } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import { SampleActions } from "./sample-actions";
import { SampleForm } from "./sample-form";
import { SampleSelect } from "./sample-select";
import classes from "./samples.module.css";
import type { Sample } from "./use-sample";

/** The data of the preview: chosen, changed field by field or as JSON, kept under a name. */
export function DataPanel({ sample }: { sample: Sample }) {
  const { t } = useTranslation("template-preview");
  const mayKeep = useCan("templates.manage");
  const [view, setView] = useState("form");
  const message =
    sample.error && (sample.error.line ? t("data.broken_at", { line: sample.error.line }) : t("data.broken"));
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t("data.text")}
      </Text>
      <Group gap="xs" align="flex-end">
        <SampleSelect sample={sample} label={t("sample.label")} mayAdd={mayKeep} />
        {mayKeep && <SampleActions sample={sample} />}
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
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t("data.view")}
        value={view}
        onChange={setView}
        data={["form", "json"].map((value) => ({ value, label: t(`data.${value}`) }))}
      />
      {view === "form" ? (
        <SampleForm sample={sample} />
      ) : (
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
      )}
      {view === "form" && message && (
        <Text size="sm" c="red" role="alert">
          {message}
        </Text>
      )}
    </Stack>
  );
}
