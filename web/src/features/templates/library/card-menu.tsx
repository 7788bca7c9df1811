import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconCopy,
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Template } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { changeTemplate, deleteTemplate, duplicateTemplate } from "../queries";

export function CardMenu({ template, home }: { template: Template; home: string }) {
  const { t } = useTranslation("templates");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const tellError = useNotifyError();
  const mayManage = useCan("templates.manage");
  const mayActivate = useCan("templates.activate") && template.can_edit;
  const [deleting, remove] = useDisclosure(false);
  const refresh = () => client.invalidateQueries({ queryKey: ["email-templates"] });
  const duplicate = useMutation({
    mutationFn: () => duplicateTemplate(template.id),
    onSuccess: async (copy) => {
      notifyDone(t("card.duplicated", { name: copy.name }));
      await refresh();
      await navigate({ to: path(`${home}/${copy.id}`) });
    },
    onError: tellError,
  });
  const switchActive = useMutation({
    mutationFn: () =>
      changeTemplate(template.id, { version: template.version, is_active: !template.is_active }),
    onSuccess: async (saved) => {
      notifyDone(t(saved.is_active ? "card.activated" : "card.deactivated", { name: saved.name }));
      await refresh();
    },
    onError: tellError,
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            loading={duplicate.isPending || switchActive.isPending}
            aria-label={t("common:list.actions_for", { name: template.name })}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to={path(`${home}/${template.id}`)}
            leftSection={<IconPencil size={16} aria-hidden />}
          >
            {t(template.can_edit ? "card.open" : "card.look")}
          </Menu.Item>
          {mayManage && (
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => duplicate.mutate()}>
              {t("card.duplicate")}
            </Menu.Item>
          )}
          {mayActivate && (
            <Menu.Item
              leftSection={
                template.is_active ? (
                  <IconPlayerPause size={16} aria-hidden />
                ) : (
                  <IconPlayerPlay size={16} aria-hidden />
                )
              }
              onClick={() => switchActive.mutate()}
            >
              {t(template.is_active ? "card.deactivate" : "card.activate")}
            </Menu.Item>
          )}
          {template.can_edit && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove.open}>
              {t("common:action.delete")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={deleting}
        onClose={remove.close}
        danger
        title={t("delete.title")}
        action={t("common:action.delete")}
        run={() => deleteTemplate(template.id)}
        done={refresh}
      >
        {t(template.is_active ? "delete.text_active" : "delete.text", { name: template.name })}
      </ConfirmDialog>
    </>
  );
}
