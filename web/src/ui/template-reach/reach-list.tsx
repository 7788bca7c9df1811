import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "../empty-state/empty-state";
import { reachQuery } from "./queries";
import classes from "./reach.module.css";

/** Names the organisations that a change of a global default reaches, and those with a template of their own. */
export function ReachList({ templateId }: { templateId: number }) {
  const { t } = useTranslation("platform-templates");
  const reach = useQuery(reachQuery(templateId));
  if (reach.isPending) return <Skeleton height={80} aria-busy="true" />;
  if (!reach.data) return <ErrorState error={reach.error} onRetry={() => reach.refetch()} />;
  const { total, total_overriding, organizations, overriding } = reach.data;
  return (
    <Stack gap="sm">
      <div>
        <Text size="sm" fw={560}>
          {t("reach.gets", { count: total })}
        </Text>
        <Names names={organizations} more={total - organizations.length} />
      </div>
      {overriding.length > 0 && (
        <div>
          <Text size="sm" c="dimmed">
            {t("reach.overriding", { count: total_overriding })}
          </Text>
          <Names names={overriding} more={total_overriding - overriding.length} />
        </div>
      )}
    </Stack>
  );
}

function Names({ names, more }: { names: { id: string; name: string }[]; more: number }) {
  const { t } = useTranslation("platform-templates");
  if (names.length === 0) return null;
  return (
    <ul className={classes.list}>
      {names.map(({ id, name }) => (
        <li key={id} className={classes.item}>
          {name}
        </li>
      ))}
      {more > 0 && <li className={classes.item}>{t("reach.more", { count: more })}</li>}
    </ul>
  );
}
