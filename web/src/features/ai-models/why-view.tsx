import { Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { ModelType } from "@/lib/api-types-ai";
import { QuotaMeter } from "@/ui/ai/quota-meter";
import { RefusalNote } from "@/ui/ai/refusal-note";
import { PersonAvatar } from "@/ui/avatar/person-avatar";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import { whyQuery } from "./queries";

type WhyViewProps = { model: { model_type: ModelType; id: number }; profileId: string; onBack: () => void };

/** "Why not this person?": the rule that refuses and what lifts it; else what is left for them. */
export function WhyView({ model, profileId, onBack }: WhyViewProps) {
  const { t } = useTranslation("ai-models");
  const why = useQuery(whyQuery(model.model_type, model.id, profileId));
  if (why.isPending) return <PagePending />;
  if (!why.data) return <ErrorState error={why.error} onRetry={() => why.refetch()} />;
  const { person, allowed, rule, detail, quotas } = why.data;
  return (
    <Stack gap="md">
      <Button
        variant="subtle"
        size="compact-sm"
        style={{ alignSelf: "flex-start" }}
        leftSection={<IconArrowLeft size={14} aria-hidden />}
        onClick={onBack}
      >
        {t("why.back")}
      </Button>
      <Group gap="sm" wrap="nowrap">
        <PersonAvatar name={person.full_name} />
        <div className="fd-break">
          <Text fw={600}>{person.full_name}</Text>
          <Text size="xs" c="dimmed">
            {t(`common:role.${person.role}`)} · {person.email}
          </Text>
        </div>
      </Group>
      {allowed || !rule ? (
        <Group gap="xs" wrap="nowrap">
          <IconCircleCheck size={18} aria-hidden color="var(--mantine-primary-color-filled)" />
          <Text size="sm">{t("why.allowed", { name: person.full_name })}</Text>
        </Group>
      ) : (
        <RefusalNote refusal={{ rule, detail }} />
      )}
      {quotas.map((quota) => (
        <QuotaMeter key={quota.scope} quota={quota} label={t(`why.${quota.scope}`)} />
      ))}
      {allowed && quotas.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("why.no_limits")}
        </Text>
      )}
    </Stack>
  );
}
