import { Button, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconDownload,
  IconHistory,
  IconSend,
  IconStar,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { useCan, useMe } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { deleteTemplate } from "../../queries";
import { HistoryDialog } from "../history/history-dialog";
import { archiveTemplate, exportAddress } from "../requests";
import { useDuplicate } from "../use-duplicate";
import type { Editing } from "../use-editing";

type MoreMenuProps = { editing: Editing; home: string };

/** What is done to the template as a whole. */
export function MoreMenu({ editing, home }: MoreMenuProps) {
  const { t } = useTranslation("template-shell");
  const { base, dirty } = editing;
  const path = usePath();
  const mayManage = useCan("templates.manage");
  const maySend = useCan("mail.send") && base.is_active && base.category !== "system";
  const isInside = useMe().organization !== null && !home.includes("/superadmin/");
  const isSuperadmin = useMe().profile?.role === "superadmin";
  const duplicate = useDuplicate(base.id, home);
  const archive = useArchive(editing);
  const [deleting, remove] = useDisclosure(false);
  const [history, versions] = useDisclosure(false);
  const isArchived = base.archived_at !== null;
  const ArchiveIcon = isArchived ? IconArchiveOff : IconArchive;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label={t("common:list.actions_for", { name: base.name })}>
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory size={16} aria-hidden />} onClick={versions.open}>
            {t("history.title")}
          </Menu.Item>
          {maySend && isInside && (
            <Menu.Item
              component={Link}
              to={path("/admin/mail/new")}
              search={{ template: base.id } as never}
              leftSection={<IconSend size={16} aria-hidden />}
            >
              {t("head.send")}
            </Menu.Item>
          )}
          {mayManage && (
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => duplicate.mutate()}>
              {t("templates:card.duplicate")}
            </Menu.Item>
          )}
          <Menu.Item
            component="a"
            href={exportAddress(base.id)}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t("head.export")}
          </Menu.Item>
          {isSuperadmin && base.can_edit && base.organization_id === null && (
            <Menu.Item
              leftSection={<IconStar size={16} aria-hidden />}
              onClick={() => editing.setDefault(!base.is_default)}
            >
              {t(base.is_default ? "template-editor:default.unmark" : "template-editor:default.mark")}
            </Menu.Item>
          )}
          {mayArchive(editing) && (
            <Menu.Item
              leftSection={<ArchiveIcon size={16} aria-hidden />}
              onClick={() => archive.mutate(!isArchived)}
            >
              {t(isArchived ? "head.unarchive" : "head.archive")}
            </Menu.Item>
          )}
          {base.can_edit && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.open}>
              {t("common:action.delete")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <HistoryDialog
        template={base}
        dirty={dirty}
        opened={history}
        onClose={versions.close}
        onRestored={editing.adopt}
      />
      <DeleteDialog editing={editing} home={home} opened={deleting} onClose={remove.close} />
    </>
  );
}

/** What is archived cannot be edited, but it can be brought back. */
function mayArchive({ base }: Editing): boolean {
  return base.can_edit || base.edit_refusal?.code === "archived";
}

export function useArchive(editing: Editing) {
  const { t } = useTranslation("template-shell");
  const tellError = useNotifyError();
  return useMutation({
    mutationFn: (isArchived: boolean) => archiveTemplate(editing.base.id, isArchived),
    onSuccess: (changed, isArchived) => {
      editing.follow(changed);
      notifyDone(t(isArchived ? "head.archived" : "head.unarchived"));
    },
    onError: tellError,
  });
}

type DeleteDialogProps = MoreMenuProps & { opened: boolean; onClose: () => void };

function DeleteDialog({ editing: { base }, home, opened, onClose }: DeleteDialogProps) {
  const { t } = useTranslation("template-shell");
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      danger
      title={t("templates:delete.title")}
      action={t("common:action.delete")}
      run={() => deleteTemplate(base.id)}
      done={async () => {
        await navigate({ to: home, ignoreBlocker: true });
        await client.invalidateQueries({ queryKey: ["email-templates"] });
      }}
    >
      {t(base.is_active ? "templates:delete.text_active" : "templates:delete.text", { name: base.name })}
    </ConfirmDialog>
  );
}
