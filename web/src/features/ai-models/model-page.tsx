import { Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { registryModelQuery } from "@/lib/ai-registry";
import type { RegistryModel } from "@/lib/api-types-ai";
import { usePath } from "@/lib/paths";
import { ModelForm } from "@/ui/ai/model-form/model-form";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { Page } from "@/ui/page/page";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { listHome, type ManagedTier, modelHome } from "./homes";
import { ModelMenu } from "./model-menu";

type ModelPageProps = {
  tier: ManagedTier;
  /** Left out for a new model. */
  id?: number;
};

/** One model, all of it. */
export function ModelPage({ tier, id }: ModelPageProps) {
  return id === undefined ? <NewModel tier={tier} /> : <StoredModel tier={tier} id={id} />;
}

function NewModel({ tier }: { tier: ManagedTier }) {
  const { t } = useTranslation("ai-models");
  const { back, toList, toModel } = useWays(tier);
  return (
    <Page title={t(`add.${tier}`)} description={t(`add_text.${tier}`)} back={back}>
      <ModelForm tier={tier} onSaved={toModel} onCancel={toList} />
    </Page>
  );
}

function StoredModel({ tier, id }: { tier: ManagedTier; id: number }) {
  const { t } = useTranslation("ai-models");
  const { back, toList } = useWays(tier);
  const query = useQuery(registryModelQuery(tier, id));
  const model = query.data;
  if (query.isPending) {
    return (
      <Page title="…" back={back}>
        <Stack aria-busy="true">
          <Skeleton height={260} />
          <Skeleton height={180} />
        </Stack>
      </Page>
    );
  }
  if (!model) {
    return (
      <Page title={t("tab.models")} back={back}>
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      </Page>
    );
  }
  return (
    <Page
      title={model.name}
      description={model.ref}
      back={back}
      badge={
        <StatusBadge tone={model.is_active ? "good" : "quiet"}>
          {t(model.is_active ? "status.active" : "status.inactive")}
        </StatusBadge>
      }
      actions={<ModelMenu model={model} tier={tier} />}
    >
      <ModelForm key={model.version} tier={tier} model={model} onSaved={() => undefined} onCancel={toList} />
    </Page>
  );
}

function useWays(tier: ManagedTier) {
  const { t } = useTranslation("ai-models");
  const path = usePath();
  const navigate = useNavigate();
  const list = path(listHome(tier));
  return {
    back: { to: list, label: t(tier === "system" ? "system.title" : "management.title") },
    toList: () => void navigate({ to: list }),
    toModel: (model: RegistryModel) => void navigate({ to: path(`${modelHome(tier)}/${model.id}`) }),
  };
}
