import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { testModel } from "@/lib/ai-registry";
import type { ModelType } from "@/lib/api-types-ai";
import { CheckView } from "./check-view";

type TestDialogProps = {
  model: { model_type: ModelType; id: number; name: string };
  opened: boolean;
  onClose: () => void;
};

/** A live call of a stored model. */
export function TestDialog({ model, opened, onClose }: TestDialogProps) {
  const { t } = useTranslation("ai-models");
  const test = useMutation({ mutationFn: () => testModel(model.model_type, model.id) });
  const tried = test.data !== undefined || test.error !== null;
  return (
    <Modal
      opened={opened}
      onClose={() => {
        test.reset();
        onClose();
      }}
      title={t("check.title", { name: model.name })}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Stack gap="md">
        <Text size="sm">{t("check.hint")}</Text>
        <CheckView result={test.data} error={test.error} />
        <Group justify="flex-end">
          <Button loading={test.isPending} onClick={() => test.mutate()} data-autofocus>
            {tried ? t("check.again") : t("check.action")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
