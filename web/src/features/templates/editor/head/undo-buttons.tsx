import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Editing } from "../use-editing";

export function UndoButtons({ editing }: { editing: Editing }) {
  const { t } = useTranslation("template-shell");
  const { canUndo, canRedo, undo, redo } = editing;
  return (
    <ActionIcon.Group>
      <Tooltip label={t("head.undo")}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("head.undo")}
          aria-keyshortcuts="Control+Z Meta+Z"
          disabled={!canUndo}
          onClick={undo}
        >
          <IconArrowBackUp size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("head.redo")}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t("head.redo")}
          aria-keyshortcuts="Control+Shift+Z Meta+Shift+Z"
          disabled={!canRedo}
          onClick={redo}
        >
          <IconArrowForwardUp size={18} />
        </ActionIcon>
      </Tooltip>
    </ActionIcon.Group>
  );
}
