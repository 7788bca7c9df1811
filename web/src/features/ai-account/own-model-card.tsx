import { ActionIcon, Button, Group, Menu } from "@mantine/core";
import {
  IconCopy,
  IconDots,
  IconMessageCircle,
  IconPencil,
  IconPlugConnected,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteModel, duplicateModel } from "@/lib/ai-registry";
import type { RegistryModel } from "@/lib/api-types-ai";
import { usePath } from "@/lib/paths";
import { modelKeyOf } from "@/lib/usable-models";
import { CapabilityBadges } from "@/ui/ai/model-badges";
import { ModelCard } from "@/ui/ai/model-card";
import { TestDialog } from "@/ui/ai/test-dialog";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { StatusBadge } from "@/ui/status-badge/status-badge";

type Open = "test" | "delete" | null;

/** One of the person's own models, with what can be done to it. */
export function OwnModelCard({ model }: { model: RegistryModel }) {
  const { t } = useTranslation("ai-account");
  const path = usePath();
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const asTarget = { model_type: "user" as const, id: model.id, name: model.name };
  const chats = model.is_active && model.capabilities.includes("chat");
  return (
    <>
      <ModelCard
        name={model.name}
        icon={model.icon}
        subtitle={`${t(`ai-models:provider.${model.provider}`)} · ${model.model_id}`}
        description={model.description}
        quiet={!model.is_active}
        to={path(`/account/ai/own/${model.id}`)}
        corner={<OwnModelMenu model={model} onOpen={setOpen} />}
        badges={
          <Group gap={6}>
            {!model.is_active && <StatusBadge tone="quiet">{t("own.inactive")}</StatusBadge>}
            <CapabilityBadges capabilities={model.capabilities} />
          </Group>
        }
        foot={
          <Group gap="xs">
            {chats && (
              <Button
                component={Link}
                to={path("/account/ai/chat")}
                search={{ model: modelKeyOf(asTarget) } as never}
                size="compact-sm"
                variant="default"
                leftSection={<IconMessageCircle size={15} aria-hidden />}
                aria-label={t("models.chat_with", { name: model.name })}
              >
                {t("models.chat")}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlugConnected size={15} aria-hidden />}
              aria-label={t("own.test_of", { name: model.name })}
              onClick={() => setOpen("test")}
            >
              {t("own.test")}
            </Button>
          </Group>
        }
      />
      <TestDialog model={asTarget} opened={open === "test"} onClose={() => setOpen(null)} />
      <ConfirmDialog
        opened={open === "delete"}
        onClose={() => setOpen(null)}
        danger
        title={t("own.delete_title", { name: model.name })}
        action={t("common:action.delete")}
        run={() => deleteModel("user", model.id)}
        done={() => client.invalidateQueries({ queryKey: ["ai-models"] })}
      >
        {t("own.delete_text")}
      </ConfirmDialog>
    </>
  );
}

type OwnModelMenuProps = { model: RegistryModel; onOpen: (open: Open) => void };

function OwnModelMenu({ model, onOpen }: OwnModelMenuProps) {
  const { t } = useTranslation("ai-account");
  const path = usePath();
  const client = useQueryClient();
  const tellError = useNotifyError();
  const duplicate = useMutation({
    mutationFn: () => duplicateModel("user", model.id),
    onSuccess: async (copy) => {
      await client.invalidateQueries({ queryKey: ["ai-models"] });
      notifyDone(t("own.duplicated", { name: copy.name }));
    },
    onError: tellError,
  });
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          loading={duplicate.isPending}
          aria-label={t("common:list.actions_for", { name: model.name })}
        >
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to={path(`/account/ai/own/${model.id}`)}
          leftSection={<IconPencil size={16} aria-hidden />}
        >
          {t("common:action.edit")}
        </Menu.Item>
        <Menu.Item leftSection={<IconPlugConnected size={16} aria-hidden />} onClick={() => onOpen("test")}>
          {t("own.test")}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => duplicate.mutate()}>
          {t("own.duplicate")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => onOpen("delete")}
        >
          {t("common:action.delete")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
