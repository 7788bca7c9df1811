import { Anchor, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { modelKeyOf, modelsQuery } from "@/lib/usable-models";
import { ModelIcon } from "@/ui/ai/model-icon";
import { QuotaMeter } from "@/ui/ai/quota-meter";
import { ListState } from "@/ui/list/list-state";
import { Surface } from "@/ui/surface/surface";
import classes from "./ai-account.module.css";

/** Every limit that applies to me now, and when each starts anew. */
export function RemainingPanel() {
  const { t } = useTranslation("ai-account");
  const path = usePath();
  const models = useQuery({
    ...modelsQuery({ usable: true }),
    select: (all) => all.filter((model) => model.quotas.length > 0),
  });
  return (
    <Surface title={t("remaining.title")} description={t("remaining.text")}>
      <ListState
        query={models}
        empty={
          <Text size="sm" c="dimmed">
            {t("remaining.none")}
          </Text>
        }
      >
        {(items) => (
          <ul className={classes.remaining}>
            {items.map((model) => (
              <li key={modelKeyOf(model)}>
                <Group gap="xs" wrap="nowrap" mb="xs">
                  <ModelIcon icon={model.icon} name={model.name} size="sm" />
                  <Anchor
                    component={Link}
                    to={path("/account/ai")}
                    search={{ open: modelKeyOf(model) } as never}
                    size="sm"
                    fw={560}
                    c="inherit"
                    className="fd-break"
                  >
                    {model.name}
                  </Anchor>
                </Group>
                <Stack gap="sm">
                  {model.quotas.map((quota) => (
                    <QuotaMeter key={quota.scope} quota={quota} />
                  ))}
                </Stack>
              </li>
            ))}
          </ul>
        )}
      </ListState>
    </Surface>
  );
}
