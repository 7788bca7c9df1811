import { ActionIcon, Menu } from "@mantine/core";
import {
  IconChartBar,
  IconCopy,
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnected,
  IconStar,
  IconStarOff,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeModel, deleteModel, duplicateModel } from "@/lib/ai-registry";
import type { RegistryModel } from "@/lib/api-types-ai";
import { usePath } from "@/lib/paths";
import { TestDialog } from "@/ui/ai/test-dialog";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { listHome, type ManagedTier, modelHome } from "./homes";
import { WhoDrawer } from "./who-drawer";

type ModelMenuProps = { model: RegistryModel; tier: ManagedTier };
type Open = "test" | "who" | "delete" | null;

/** What can be done with a model that one manages. */
export function ModelMenu({ model, tier }: ModelMenuProps) {
  const { t } = useTranslation("ai-models");
  const path = usePath();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>(null);
  const { change, duplicate, refresh } = useModelActions(tier, model, (copy) =>
    navigate({ to: path(`${modelHome(tier)}/${copy.id}`) }),
  );
  const builtin = model.provider === "builtin";
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            loading={change.isPending || duplicate.isPending}
            aria-label={t("common:list.actions_for", { name: model.name })}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to={path(`${modelHome(tier)}/${model.id}`)}
            leftSection={<IconPencil size={16} aria-hidden />}
          >
            {t("common:action.edit")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPlugConnected size={16} aria-hidden />}
            onClick={() => setOpen("test")}
          >
            {t("check.action")}
          </Menu.Item>
          <Menu.Item leftSection={<IconUsers size={16} aria-hidden />} onClick={() => setOpen("who")}>
            {t("who.open")}
          </Menu.Item>
          <UsageItem model={model} tier={tier} />
          {!builtin && (
            <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => duplicate.mutate()}>
              {t("menu.duplicate")}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            leftSection={
              model.is_featured ? <IconStarOff size={16} aria-hidden /> : <IconStar size={16} aria-hidden />
            }
            onClick={() => change.mutate({ is_featured: !model.is_featured })}
          >
            {t(model.is_featured ? "menu.unfeature" : "menu.feature")}
          </Menu.Item>
          <Menu.Item
            leftSection={
              model.is_active ? (
                <IconPlayerPause size={16} aria-hidden />
              ) : (
                <IconPlayerPlay size={16} aria-hidden />
              )
            }
            onClick={() => change.mutate({ is_active: !model.is_active })}
          >
            {t(model.is_active ? "menu.deactivate" : "menu.activate")}
          </Menu.Item>
          {!builtin && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => setOpen("delete")}
            >
              {t("common:action.delete")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <TestDialog
        model={{ ...model, model_type: tier }}
        opened={open === "test"}
        onClose={() => setOpen(null)}
      />
      <WhoDrawer
        model={{ ...model, model_type: tier }}
        opened={open === "who"}
        onClose={() => setOpen(null)}
      />
      <ConfirmDialog
        opened={open === "delete"}
        onClose={() => setOpen(null)}
        danger
        title={t("delete.title", { name: model.name })}
        action={t("common:action.delete")}
        run={() => deleteModel(tier, model.id)}
        done={refresh}
      >
        {t("delete.text")}
      </ConfirmDialog>
    </>
  );
}

function UsageItem({ model, tier }: ModelMenuProps) {
  const { t } = useTranslation("ai-models");
  const path = usePath();
  return (
    <Menu.Item
      component={Link}
      to={path(listHome(tier))}
      search={{ tab: "usage", model: `${tier}:${model.id}` } as never}
      leftSection={<IconChartBar size={16} aria-hidden />}
    >
      {t("menu.usage")}
    </Menu.Item>
  );
}

type Change = { is_active?: boolean; is_featured?: boolean };

function useModelActions(tier: ManagedTier, model: RegistryModel, opened: (copy: RegistryModel) => void) {
  const { t } = useTranslation("ai-models");
  const client = useQueryClient();
  const tellError = useNotifyError();
  const refresh = () => client.invalidateQueries({ queryKey: ["ai-models"] });
  const change = useMutation({
    mutationFn: (body: Change) => changeModel(tier, model.id, { ...body, version: model.version }),
    onSuccess: async (saved) => {
      await refresh();
      notifyDone(t("form.saved", { name: saved.name }));
    },
    onError: tellError,
  });
  const duplicate = useMutation({
    mutationFn: () => duplicateModel(tier, model.id),
    onSuccess: async (copy) => {
      await refresh();
      notifyDone(t("menu.duplicated", { name: copy.name }));
      opened(copy);
    },
    onError: tellError,
  });
  return { change, duplicate, refresh };
}
