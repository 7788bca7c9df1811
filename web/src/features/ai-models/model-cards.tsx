import { Group, Skeleton, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RegistryModel } from "@/lib/api-types-ai";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { CapabilityBadges, Mark, ModelBadges } from "@/ui/ai/model-badges";
import { ModelCard, ModelGrid } from "@/ui/ai/model-card";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { type ManagedTier, modelHome } from "./homes";
import { ModelMenu } from "./model-menu";

type ModelCardsProps = { label: string; models: RegistryModel[]; tier: ManagedTier };

export function ModelCards({ label, models, tier }: ModelCardsProps) {
  const { t } = useTranslation("ai-models");
  const path = usePath();
  return (
    <ModelGrid label={label}>
      {models.map((model) => (
        <li key={model.id}>
          <ModelCard
            name={model.name}
            icon={model.icon}
            subtitle={`${t(`provider.${model.provider}`)} · ${model.model_id}`}
            description={model.description}
            quiet={!model.is_active}
            to={path(`${modelHome(tier)}/${model.id}`)}
            corner={<ModelMenu model={model} tier={tier} />}
            badges={
              <Group gap={6}>
                {!model.is_active && <StatusBadge tone="quiet">{t("status.inactive")}</StatusBadge>}
                <ModelBadges model={model} />
                {model.organization_types?.map((type) => (
                  <Mark key={type}>{t(`common:organization_type.${type}`)}</Mark>
                ))}
              </Group>
            }
            foot={<CardFoot model={model} />}
          >
            <CapabilityBadges capabilities={model.capabilities} />
          </ModelCard>
        </li>
      ))}
    </ModelGrid>
  );
}

function CardFoot({ model }: { model: RegistryModel }) {
  const { t } = useTranslation("ai-models");
  return (
    <Group justify="space-between" gap="xs">
      <Text size="xs" c="dimmed">
        <LimitText model={model} />
      </Text>
      <Group gap="xs">
        {model.task.length > 0 && (
          <Text size="xs" c="dimmed">
            {t("card.tasks", { count: model.task.length })}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {t(model.api_key_set ? "card.key" : "card.no_key")}
        </Text>
      </Group>
    </Group>
  );
}

/** "50,000 tokens a day", or that there is no limit. */
export function LimitText({ model }: { model: RegistryModel }) {
  const { t, i18n } = useTranslation("ai-models");
  if (model.token_limit_amount === null) return <>{t("card.no_limit")}</>;
  const number = formatNumber(model.token_limit_amount, i18n.language);
  return <>{t(`card.limit.${model.token_limit_period}`, { number })}</>;
}

const CARDS = ["a", "b", "c", "d", "e", "f"];

export function CardSkeleton() {
  return (
    <ModelGrid label="">
      {CARDS.map((card) => (
        <li key={card}>
          <ModelCard name="" icon=" ">
            <Stack gap="sm">
              <Skeleton height={12} width="55%" />
              <Skeleton height={10} width="80%" />
              <Skeleton height={10} width="40%" mt="md" />
            </Stack>
          </ModelCard>
        </li>
      ))}
    </ModelGrid>
  );
}
