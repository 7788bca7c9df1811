import { Button, CopyButton, Modal, Stack, Text } from "@mantine/core";
import { IconCopy, IconDownload, IconStackPush } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Editing } from "./use-editing";

/** Somebody saved first: three ways on, none of which loses anything unasked. */
export function StaleDialog({ editing }: { editing: Editing }) {
  const { t } = useTranslation("template-editor");
  const { saving } = editing;
  const current = saving.state === "stale" ? saving.currentVersion : editing.base.version;
  return (
    <Modal
      opened={saving.state === "stale"}
      onClose={editing.dismiss}
      title={t("stale.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Stack gap="sm">
        <Text size="sm">{t("stale.text", { mine: editing.base.version, theirs: current })}</Text>
        <Button leftSection={<IconStackPush size={16} aria-hidden />} onClick={editing.saveOnTop}>
          {t("stale.keep_mine")}
        </Button>
        <Text size="xs" c="dimmed">
          {t("stale.keep_mine_text")}
        </Text>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void editing.takeTheirs()}
        >
          {t("stale.take_theirs")}
        </Button>
        <CopyButton value={editing.draft.html_code}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>
              {t(copied ? "common:action.copied" : "stale.copy_mine")}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Modal>
  );
}
