import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { type ModelKey, modelKeyOf } from "@/lib/usable-models";
import type { LockedModel, NamedModel } from "./writers";

type NeedsModelProps = {
  models: readonly NamedModel[];
  locked: readonly LockedModel[];
  onChoose: (key: ModelKey) => void;
};

/** What is chosen cannot write: which models this person could use, and where there is none, who could add one. */
export function NeedsModel({ models, locked, onChoose }: NeedsModelProps) {
  const { t } = useTranslation("template-ai");
  return (
    <Alert
      role="alert"
      color="brass"
      variant="light"
      icon={<IconInfoCircle size={18} />}
      title={t("needs.title")}
    >
      <Stack gap="xs">
        <Text size="sm">{t("needs.builtin")}</Text>
        {models.length > 0 ? (
          <>
            <Text size="sm">{t("needs.usable")}</Text>
            <Group gap="xs">
              {models.map((model) => (
                <Button
                  key={model.ref}
                  size="compact-sm"
                  variant="default"
                  onClick={() => onChoose(modelKeyOf(model))}
                >
                  {t("needs.use", { name: model.name })}
                </Button>
              ))}
            </Group>
          </>
        ) : (
          <Nobody locked={locked} />
        )}
      </Stack>
    </Alert>
  );
}

function Nobody({ locked }: Pick<NeedsModelProps, "locked">) {
  const { t } = useTranslation("template-ai");
  const path = usePath();
  const mayManage = useCan("ai.manage");
  return (
    <>
      {locked.map(({ name, detail, lifted_by }) => (
        <Text key={name} size="sm">
          <b>{name}</b>: {detail} {lifted_by}
        </Text>
      ))}
      <Text size="sm">{t(mayManage ? "needs.none_admin" : "needs.none")}</Text>
      <Group gap="md">
        {mayManage && (
          <Anchor component={Link} size="sm" to={path("/admin/ai/management")}>
            {t("needs.add_organization")}
          </Anchor>
        )}
        <Anchor component={Link} size="sm" to={path("/account/ai/own")}>
          {t("needs.add_own")}
        </Anchor>
      </Group>
    </>
  );
}
