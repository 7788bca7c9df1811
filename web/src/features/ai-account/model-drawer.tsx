import { Drawer, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ModelKey, modelQuery } from "@/lib/usable-models";
import { ModelIcon } from "@/ui/ai/model-icon";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { RowSkeleton } from "@/ui/list/list-state";
import classes from "./ai-account.module.css";
import { FACTS, FactValue } from "./facts";
import { ModelActions } from "./offered-model";

type ModelDrawerProps = { modelKey: ModelKey | undefined; onClose: () => void };

/** Everything about one model that its users may know. */
export function ModelDrawer({ modelKey, onClose }: ModelDrawerProps) {
  const { t } = useTranslation("ai-account");
  return (
    <Drawer
      opened={modelKey !== undefined}
      onClose={onClose}
      position="right"
      size="md"
      title={t("model")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {modelKey && <ModelFacts modelKey={modelKey} />}
    </Drawer>
  );
}

function ModelFacts({ modelKey }: { modelKey: ModelKey }) {
  const { t } = useTranslation("ai-account");
  const query = useQuery(modelQuery(modelKey));
  if (query.isPending) {
    return (
      <div aria-busy="true">
        <RowSkeleton rows={4} />
      </div>
    );
  }
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const model = query.data;
  return (
    <Stack gap="md">
      <Group gap="sm" wrap="nowrap">
        <ModelIcon icon={model.icon} name={model.name} size="lg" dimmed={!model.usable} />
        <div>
          <Title order={2} className="fd-break">
            {model.name}
          </Title>
          {model.role && (
            <Text size="sm" c="dimmed">
              {model.role}
            </Text>
          )}
        </div>
      </Group>
      {model.description && <Text size="sm">{model.description}</Text>}
      <ModelActions model={model} />
      <dl className={classes.facts}>
        {FACTS.map((fact) => (
          <div key={fact}>
            <dt>{t(`fact.${fact}`)}</dt>
            <dd>
              <FactValue model={model} fact={fact} />
            </dd>
          </div>
        ))}
      </dl>
    </Stack>
  );
}
