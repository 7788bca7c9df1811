import { Button, Group, Text } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { testConnection } from "@/lib/ai-registry";
import { CheckView } from "../check-view";
import type { SectionProps } from "./connection-section";
import { toConnection } from "./values";

/** Asks the model something small with what is typed, before anything is saved. */
export function ConnectionCheck({ form, tier, model }: SectionProps) {
  const { t } = useTranslation("ai-models");
  const { values } = form;
  const check = useMutation({
    mutationFn: () =>
      testConnection({
        ...toConnection(values),
        model_id: values.model_id.trim(),
        capabilities: values.capabilities,
        tier,
        id: model?.id,
      }),
  });
  return (
    <div>
      <Group gap="sm">
        <Button
          variant="light"
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          loading={check.isPending}
          disabled={!values.model_id.trim()}
          onClick={() => check.mutate()}
        >
          {t("check.action")}
        </Button>
        <Text size="xs" c="dimmed">
          {t("check.hint")}
        </Text>
      </Group>
      <CheckView result={check.data} error={check.error} />
    </div>
  );
}
