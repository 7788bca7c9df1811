import { ActionIcon, Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { reorderModels } from "@/lib/ai-registry";
import type { RegistryModel } from "@/lib/api-types-ai";
import { ModelIcon } from "@/ui/ai/model-icon";
import { FormError, notifyDone } from "@/ui/form/submit";
import type { ManagedTier } from "./homes";
import classes from "./models.module.css";
import { moved } from "./order";

type OrderDrawerProps = { tier: ManagedTier; models: RegistryModel[]; opened: boolean; onClose: () => void };

/** The order in which people see the models: by dragging, or with the arrows. */
export function OrderDrawer({ opened, onClose, ...list }: OrderDrawerProps) {
  const { t } = useTranslation("ai-models");
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      title={t("order.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {opened && <Order {...list} onClose={onClose} />}
    </Drawer>
  );
}

function Order({ tier, models, onClose }: Omit<OrderDrawerProps, "opened">) {
  const { t } = useTranslation("ai-models");
  const client = useQueryClient();
  const [order, setOrder] = useState(models);
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const save = useMutation({
    mutationFn: () =>
      reorderModels(
        tier,
        order.map((model) => model.id),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["ai-models"] });
      notifyDone(t("order.saved"));
      onClose();
    },
  });
  const move = (from: number, to: number) => {
    const model = order[from];
    if (!model || to < 0 || to >= order.length) return;
    setOrder(moved(order, from, to));
    setSaid(t("order.moved", { name: model.name, place: to + 1, count: order.length }));
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t("order.text")}
      </Text>
      <ol className={classes.order}>
        {order.map((model, place) => (
          <li
            key={model.id}
            className={classes.orderLine}
            data-dragged={dragged === place || undefined}
            draggable
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = "move";
              setDragged(place);
            }}
            onDragOver={(event) => {
              event.preventDefault();
              if (dragged === null || dragged === place) return;
              setOrder(moved(order, dragged, place));
              setDragged(place);
            }}
            onDragEnd={() => setDragged(null)}
          >
            <IconGripVertical size={16} aria-hidden />
            <ModelIcon icon={model.icon} name={model.name} size="sm" />
            <Text size="sm" flex={1} className="fd-break">
              {model.name}
            </Text>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={place === 0}
              aria-label={t("order.up", { name: model.name })}
              onClick={() => move(place, place - 1)}
            >
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={place === order.length - 1}
              aria-label={t("order.down", { name: model.name })}
              onClick={() => move(place, place + 1)}
            >
              <IconArrowDown size={16} />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <Text size="xs" c="dimmed" role="status">
        {said}
      </Text>
      <FormError error={save.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("common:action.cancel")}
        </Button>
        <Button loading={save.isPending} onClick={() => save.mutate()}>
          {t("order.save")}
        </Button>
      </Group>
    </Stack>
  );
}
