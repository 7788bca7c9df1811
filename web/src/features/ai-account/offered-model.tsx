import { Button, Group, Stack } from "@mantine/core";
import { IconFlask, IconMessageCircle, IconPlayerPlay } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import { usePath } from "@/lib/paths";
import { modelKeyOf } from "@/lib/usable-models";
import { CapabilityBadges, ModelBadges } from "@/ui/ai/model-badges";
import { ModelCard } from "@/ui/ai/model-card";
import { QuotaMeter } from "@/ui/ai/quota-meter";
import { RefusalNote } from "@/ui/ai/refusal-note";

type OfferedModelProps = { model: AiModel; chosen?: boolean; onOpen: () => void; corner?: ReactNode };

/** A model to choose: what it can, what is left of it, and what to do with it. */
export function OfferedModel({ model, chosen, onOpen, corner }: OfferedModelProps) {
  const { t } = useTranslation("ai-account");
  return (
    <ModelCard
      name={model.name}
      icon={model.icon}
      subtitle={model.role || t(`ai:tier.${model.model_type}`)}
      description={model.description}
      quiet={!model.usable}
      chosen={chosen}
      onOpen={onOpen}
      corner={corner}
      badges={
        <Stack gap={6}>
          <ModelBadges model={model} tier={Boolean(model.role)} />
          <CapabilityBadges capabilities={model.capabilities} />
        </Stack>
      }
      foot={hasActions(model) && <ModelActions model={model} />}
    >
      {model.refusal && <RefusalNote refusal={model.refusal} />}
      {model.usable && model.quotas.map((quota) => <QuotaMeter key={quota.scope} quota={quota} />)}
    </ModelCard>
  );
}

function hasActions(model: AiModel): boolean {
  const useful =
    model.capabilities.includes("chat") || model.tasks.length > 0 || model.provider === "builtin";
  return model.usable && useful;
}

/** Where the model can be put to use at once. */
export function ModelActions({ model }: { model: AiModel }) {
  const { t } = useTranslation("ai-account");
  const path = usePath();
  const key = modelKeyOf(model);
  if (!hasActions(model)) return null;
  return (
    <Group gap="xs">
      {model.capabilities.includes("chat") && (
        <Button
          component={Link}
          to={path("/account/ai/chat")}
          search={{ model: key } as never}
          size="compact-sm"
          variant="default"
          leftSection={<IconMessageCircle size={15} aria-hidden />}
          aria-label={t("models.chat_with", { name: model.name })}
        >
          {t("models.chat")}
        </Button>
      )}
      {model.tasks.length > 0 && (
        <Button
          component={Link}
          to={path("/account/ai/tasks")}
          search={{ model: key, task: model.tasks[0]?.name } as never}
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          aria-label={t("models.tasks_of", { name: model.name, count: model.tasks.length })}
        >
          {t("models.tasks", { count: model.tasks.length })}
        </Button>
      )}
      {model.provider === "builtin" && (
        <Button
          component={Link}
          to={path("/account/ai/builtin")}
          size="compact-sm"
          variant="default"
          leftSection={<IconFlask size={15} aria-hidden />}
        >
          {t("models.builtin")}
        </Button>
      )}
    </Group>
  );
}
