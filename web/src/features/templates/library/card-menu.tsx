import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconArchive,
  IconArchiveOff,
  IconChartBar,
  IconCopy,
  IconDots,
  IconDownload,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconSend,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Template } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { ReachList } from "@/ui/template-reach/reach-list";
import type { Scope } from "../queries";
import { exportUrl } from "./queries";
import { useLock } from "./use-lock";
import { useTemplateActions } from "./use-template-actions";

type CardMenuProps = { template: Template; home: string; scope: Scope };

export function CardMenu({ template, home, scope }: CardMenuProps) {
  const { t } = useTranslation("template-library");
  const path = usePath();
  const mayManage = useCan("templates.manage");
  const mayActivate = useCan("templates.activate") && template.can_edit && template.status !== "archived";
  const maySend = useCan("mail.send") && scope === "organization" && template.category !== "system";
  const [deleting, remove] = useDisclosure(false);
  const [activating, activate] = useDisclosure(false);
  const actions = useTemplateActions(template, home);
  const lock = useLock(template, scope);
  const { name, status } = template;
  const isDefault = scope === "organization" && template.organization_id === null;
  const page = path(`${home}/${template.id}`);
  const isArchived = status === "archived";
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            loading={actions.isBusy}
            aria-label={t("common:list.actions_for", { name })}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={page} leftSection={<IconPencil size={16} aria-hidden />}>
            {t(template.can_edit ? "menu.edit" : "menu.look")}
          </Menu.Item>
          <Menu.Item
            component={Link}
            to={page}
            search={{ tab: "analytics" } as never}
            leftSection={<IconChartBar size={16} aria-hidden />}
          >
            {t("menu.analytics")}
          </Menu.Item>
          {maySend && template.is_active && (
            <Menu.Item
              component={Link}
              to={path("/admin/mail/new")}
              search={{ template: template.id } as never}
              leftSection={<IconSend size={16} aria-hidden />}
            >
              {t("menu.send")}
            </Menu.Item>
          )}
          {mayManage && (
            <Menu.Item
              leftSection={<IconCopy size={16} aria-hidden />}
              disabled={lock !== null}
              onClick={() => actions.duplicate.mutate()}
            >
              {t(isDefault ? "menu.customise" : "menu.duplicate")}
            </Menu.Item>
          )}
          {mayActivate &&
            (template.is_active ? (
              <Menu.Item
                leftSection={<IconPlayerPause size={16} aria-hidden />}
                onClick={() => actions.change.mutate("deactivate")}
              >
                {t("menu.deactivate")}
              </Menu.Item>
            ) : (
              <Menu.Item
                leftSection={<IconPlayerPlay size={16} aria-hidden />}
                onClick={() => (scope === "global" ? activate.open() : actions.change.mutate("activate"))}
              >
                {t("menu.activate")}
              </Menu.Item>
            ))}
          <Menu.Item
            component="a"
            href={exportUrl([template.id])}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t("menu.export")}
          </Menu.Item>
          {(template.can_edit || (isArchived && mayManage)) && (
            <>
              <Menu.Item
                leftSection={
                  isArchived ? (
                    <IconArchiveOff size={16} aria-hidden />
                  ) : (
                    <IconArchive size={16} aria-hidden />
                  )
                }
                onClick={() => actions.change.mutate(isArchived ? "unarchive" : "archive")}
              >
                {t(isArchived ? "menu.unarchive" : "menu.archive")}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.open}>
                {t("common:action.delete")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={deleting}
        onClose={remove.close}
        danger
        title={t("delete.title")}
        action={t("common:action.delete")}
        run={actions.remove}
        done={actions.refresh}
      >
        {t(template.is_active ? "delete.text_active" : "delete.text", { name })}
      </ConfirmDialog>
      <ConfirmDialog
        opened={activating}
        onClose={activate.close}
        title={t("activate.title", { name })}
        action={t("menu.activate")}
        run={actions.activate}
        done={actions.refresh}
      >
        <ReachList templateId={template.id} />
      </ConfirmDialog>
    </>
  );
}
