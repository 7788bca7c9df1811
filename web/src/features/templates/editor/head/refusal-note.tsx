import { Button, Text } from "@mantine/core";
import { IconArchiveOff, IconCopy, IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import classes from "../editor.module.css";
import { useDuplicate } from "../use-duplicate";
import type { Editing } from "../use-editing";
import { useArchive } from "./more-menu";

/** Why one cannot edit, and what one can do instead. */
export function RefusalNote({ editing, home }: { editing: Editing; home: string }) {
  const { t } = useTranslation("template-shell");
  const { base } = editing;
  const mayManage = useCan("templates.manage");
  const duplicate = useDuplicate(base.id, home);
  const archive = useArchive(editing);
  if (base.can_edit) return null;
  const code = base.edit_refusal?.code ?? "role";
  return (
    <div className={classes.note} role="note">
      <IconLock size={18} aria-hidden />
      <div className={classes.noteText}>
        <Text size="sm" fw={560}>
          {t(`refusal.${code}`)}
        </Text>
        {code === "locked" && base.lock?.reason && (
          <Text size="sm">{t("refusal.reason", { reason: base.lock.reason })}</Text>
        )}
        <Text size="sm" c="dimmed">
          {t(`refusal_text.${code}`)}
        </Text>
      </div>
      {mayManage && (code === "global" || code === "active") && (
        <Button
          size="compact-sm"
          leftSection={<IconCopy size={14} aria-hidden />}
          loading={duplicate.isPending}
          onClick={() => duplicate.mutate()}
        >
          {t("refusal.duplicate")}
        </Button>
      )}
      {mayManage && code === "archived" && (
        <Button
          size="compact-sm"
          leftSection={<IconArchiveOff size={14} aria-hidden />}
          loading={archive.isPending}
          onClick={() => archive.mutate(false)}
        >
          {t("head.unarchive")}
        </Button>
      )}
    </div>
  );
}
