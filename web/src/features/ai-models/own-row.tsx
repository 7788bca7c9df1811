import { Group, Switch, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { changeModel } from "@/lib/ai-registry";
import type { RegistryModel } from "@/lib/api-types-ai";
import { usePath } from "@/lib/paths";
import { CapabilityBadges, ModelBadges } from "@/ui/ai/model-badges";
import { ModelIcon } from "@/ui/ai/model-icon";
import { useErrorText } from "@/ui/form/error-text";
import { notifyDone } from "@/ui/form/submit";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { modelHome } from "./homes";
import { LimitText } from "./model-cards";
import { ModelMenu } from "./model-menu";
import classes from "./models.module.css";
import { PersonLimit } from "./person-limit";

type Change = { is_enabled_for_users?: boolean; token_limit_per_user?: number | null };

/** A model that the organisation brings itself. */
export function OwnRow({ model }: { model: RegistryModel }) {
  const { t } = useTranslation("ai-models");
  const path = usePath();
  const describe = useErrorText();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (body: Change) => changeModel("org_default", model.id, { ...body, version: model.version }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["ai-models"] });
      notifyDone(t("form.saved", { name: model.name }));
    },
  });
  const limit = model.token_limit_per_user ?? null;
  return (
    <article className={classes.row} data-locked={model.is_active ? undefined : true} aria-label={model.name}>
      <div className={classes.model}>
        <ModelIcon icon={model.icon} name={model.name} dimmed={!model.is_active} />
        <div className={classes.words}>
          <h3 className={classes.name}>
            <Link to={path(`${modelHome("org_default")}/${model.id}`)}>{model.name}</Link>
          </h3>
          <Text size="xs" c="dimmed" className="fd-break">
            {t(`provider.${model.provider}`)} · {model.model_id}
          </Text>
          <Group gap={6}>
            {!model.is_active && <StatusBadge tone="quiet">{t("status.inactive")}</StatusBadge>}
            <ModelBadges model={model} />
            <CapabilityBadges capabilities={model.capabilities} />
          </Group>
        </div>
      </div>
      <Text size="xs" c="dimmed" component="div" className={classes.quota}>
        <LimitText model={model} />
      </Text>
      <PersonLimit
        key={limit}
        name={model.name}
        value={limit}
        busy={change.isPending}
        error={change.error ? describe(change.error) : undefined}
        onSave={(value) => change.mutate({ token_limit_per_user: value })}
      />
      <Switch
        label={t("managed.people")}
        aria-label={t("managed.switch", { name: model.name })}
        checked={model.is_enabled_for_users ?? true}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ is_enabled_for_users: event.currentTarget.checked })}
      />
      <div className={classes.menu}>
        <ModelMenu model={model} tier="org_default" />
      </div>
    </article>
  );
}
