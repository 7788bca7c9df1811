import { ActionIcon, Group, Menu, Switch, Text } from "@mantine/core";
import { IconChartBar, IconDots, IconPlugConnected, IconUsers } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ModelConfig } from "@/lib/api-types-ai";
import { usePath } from "@/lib/paths";
import { CapabilityBadges, ModelBadges } from "@/ui/ai/model-badges";
import { ModelIcon } from "@/ui/ai/model-icon";
import { QuotaMeter } from "@/ui/ai/quota-meter";
import { RefusalNote } from "@/ui/ai/refusal-note";
import { TestDialog } from "@/ui/ai/test-dialog";
import { useErrorText } from "@/ui/form/error-text";
import { notifyDone } from "@/ui/form/submit";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { listHome } from "./homes";
import classes from "./models.module.css";
import { PersonLimit } from "./person-limit";
import { type ConfigChange, changeConfig } from "./queries";
import { WhoDrawer } from "./who-drawer";

/** A model of the platform with what the organisation decides about it. */
export function PlatformRow({ model }: { model: ModelConfig }) {
  const { t } = useTranslation("ai-models");
  return (
    <article className={classes.row} data-locked={model.refusal ? true : undefined} aria-label={model.name}>
      <div className={classes.model}>
        <ModelIcon icon={model.icon} name={model.name} dimmed={Boolean(model.refusal)} />
        <div className={classes.words}>
          <h3 className={classes.name}>{model.name}</h3>
          {model.description && (
            <Text size="xs" c="dimmed" lineClamp={2}>
              {model.description}
            </Text>
          )}
          <Group gap={6}>
            <ModelBadges model={model} />
            <CapabilityBadges capabilities={model.capabilities} />
          </Group>
          {model.refusal && <RefusalNote refusal={model.refusal} />}
        </div>
      </div>
      {model.refusal ? (
        <div className={classes.locked}>
          <StatusBadge tone="attention">{t("status.locked")}</StatusBadge>
        </div>
      ) : (
        <Decisions model={model} />
      )}
      <PlatformMenu model={model} />
    </article>
  );
}

/** What the organisation decides about a model that it may use. */
function Decisions({ model }: { model: ModelConfig }) {
  const { t } = useTranslation("ai-models");
  const describe = useErrorText();
  const { system_model_id, is_enabled_for_users, token_limit_per_user, quota } = model;
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (body: ConfigChange) => changeConfig(system_model_id, body),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["ai-models"] });
      notifyDone(t("form.saved", { name: model.name }));
    },
  });
  return (
    <>
      <div className={classes.quota}>
        {quota ? (
          <QuotaMeter quota={quota} />
        ) : (
          <Text size="xs" c="dimmed">
            {t("card.no_limit")}
          </Text>
        )}
      </div>
      <PersonLimit
        key={token_limit_per_user}
        name={model.name}
        value={token_limit_per_user}
        busy={change.isPending}
        error={change.error ? describe(change.error) : undefined}
        onSave={(value) => change.mutate({ token_limit_per_user: value })}
      />
      <Switch
        label={t("managed.people")}
        aria-label={t("managed.switch", { name: model.name })}
        checked={is_enabled_for_users}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ is_enabled_for_users: event.currentTarget.checked })}
      />
    </>
  );
}

function PlatformMenu({ model }: { model: ModelConfig }) {
  const { t } = useTranslation("ai-models");
  const path = usePath();
  const [open, setOpen] = useState<"test" | "who" | null>(null);
  const target = { model_type: "system" as const, id: model.system_model_id, name: model.name };
  return (
    <div className={classes.menu}>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("common:list.actions_for", { name: model.name })}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUsers size={16} aria-hidden />} onClick={() => setOpen("who")}>
            {t("who.open")}
          </Menu.Item>
          {model.allowed && (
            <Menu.Item
              leftSection={<IconPlugConnected size={16} aria-hidden />}
              onClick={() => setOpen("test")}
            >
              {t("check.action")}
            </Menu.Item>
          )}
          <Menu.Item
            component={Link}
            to={path(listHome("org_default"))}
            search={{ tab: "usage", model: `system:${model.system_model_id}` } as never}
            leftSection={<IconChartBar size={16} aria-hidden />}
          >
            {t("menu.usage")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <TestDialog model={target} opened={open === "test"} onClose={() => setOpen(null)} />
      <WhoDrawer model={target} opened={open === "who"} onClose={() => setOpen(null)} />
    </div>
  );
}
