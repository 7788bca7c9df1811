import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleMinus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { PlanEntry } from "@/lib/api-types-library";
import { usePath } from "@/lib/paths";
import { homeOf } from "../library/home";
import type { Scope } from "../queries";
import classes from "./bundles.module.css";

type PlanResultProps = { items: PlanEntry[]; scope: Scope; onClose: () => void };

export function PlanResult({ items, scope, onClose }: PlanResultProps) {
  const { t } = useTranslation("template-bundles");
  const path = usePath();
  return (
    <Stack gap="md">
      <Text size="sm" role="status">
        {t("result.text", { count: items.filter(({ template_id }) => template_id).length })}
      </Text>
      <ul className={classes.findings}>
        {items.map((item) => (
          <li key={item.entry} data-done={item.template_id ? true : undefined}>
            {item.template_id ? (
              <IconCircleCheck size={18} aria-hidden />
            ) : (
              <IconCircleMinus size={18} aria-hidden />
            )}
            <span>
              {item.template_id ? (
                <Anchor component={Link} to={path(`${homeOf(scope)}/${item.template_id}`)}>
                  {item.name}
                </Anchor>
              ) : (
                item.name
              )}{" "}
              <span className={classes.place}>
                {item.locale.toUpperCase()} · {t(item.template_id ? `result.${item.choice}` : "result.skip")}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t("common:action.close")}</Button>
      </Group>
    </Stack>
  );
}
