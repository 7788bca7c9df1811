import { ActionIcon, Button, Group, Switch, Text, Title } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailFilter } from "@/lib/api-types-inbox";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { useNotifyError } from "@/ui/form/submit";
import { Time } from "@/ui/time/time";
import { conditionsOf, isYesOrNo } from "./conditions";
import { FilterForm } from "./filter-form";
import { changeFilter, deleteFilter, filtersQuery } from "./queries";
import classes from "./receiving.module.css";

type FilterCardProps = { filter: MailFilter; before?: MailFilter; after?: MailFilter };

/** One filter in its place among the others. */
export function FilterCard({ filter, before, after }: FilterCardProps) {
  const { t } = useTranslation("receiving");
  const client = useQueryClient();
  const [asked, setAsked] = useState<"edit" | "delete" | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: filtersQuery.queryKey });
  const change = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSettled: refresh,
    onError: useNotifyError(),
  });
  const toggle = () =>
    change.mutate(() => changeFilter(filter.id, { version: filter.version, is_active: !filter.is_active }));
  if (asked === "edit") {
    return (
      <div className={classes.item}>
        <FilterForm filter={filter} onClose={() => setAsked(null)} />
      </div>
    );
  }
  return (
    <article className={classes.item} aria-label={filter.name}>
      <div className={classes.line}>
        <Title order={3} size="h4" className="fd-break">
          {filter.name}
        </Title>
        <Text size="sm" c="dimmed">
          {filter.hits > 0 ? (
            <>
              {t("filter.hits", { count: filter.hits })} · <Time at={filter.last_hit_at} />
            </>
          ) : (
            t("filter.no_hits")
          )}
        </Text>
      </div>
      <Text size="sm" className="fd-break">
        <Sentence filter={filter} />
      </Text>
      <Group gap="xs">
        <Switch
          label={t("filter.active")}
          checked={filter.is_active}
          disabled={change.isPending}
          onChange={toggle}
        />
        <Move filter={filter} other={before} direction="up" run={change.mutate} />
        <Move filter={filter} other={after} direction="down" run={change.mutate} />
        <Button size="xs" variant="default" onClick={() => setAsked("edit")}>
          {t("common:action.edit")}
        </Button>
        <Button size="xs" variant="subtle" color="red" onClick={() => setAsked("delete")}>
          {t("common:action.delete")}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asked === "delete"}
        onClose={() => setAsked(null)}
        danger
        title={t("filter.delete_title", { name: filter.name })}
        action={t("common:action.delete")}
        run={() => deleteFilter(filter.id)}
        done={refresh}
      >
        {t("filter.delete_text")}
      </ConfirmDialog>
    </article>
  );
}

type MoveProps = {
  filter: MailFilter;
  other?: MailFilter;
  direction: "up" | "down";
  run: (act: () => Promise<unknown>) => void;
};

/** Changes places with the neighbour; two at one place are told apart first. */
function Move({ filter, other, direction, run }: MoveProps) {
  const { t } = useTranslation("receiving");
  const Glyph = direction === "up" ? IconArrowUp : IconArrowDown;
  const move = async (neighbour: MailFilter) => {
    const tie = neighbour.position === filter.position ? 1 : 0;
    const mine = neighbour.position + (direction === "down" ? tie : 0);
    const theirs = filter.position + (direction === "up" ? tie : 0);
    await changeFilter(filter.id, { version: filter.version, position: mine });
    await changeFilter(neighbour.id, { version: neighbour.version, position: theirs });
  };
  return (
    <ActionIcon
      variant="default"
      size={30}
      disabled={!other}
      aria-label={t(`filter.${direction}`, { name: filter.name })}
      onClick={() => other && run(() => move(other))}
    >
      <Glyph size={16} />
    </ActionIcon>
  );
}

/** "All of: subject contains “invoice” → tag “billing”". */
function Sentence({ filter }: { filter: MailFilter }) {
  const { t } = useTranslation("receiving");
  const { match, items } = conditionsOf(filter);
  const parts = items.map(({ field, operator, value, header }) => {
    const name = field === "header" ? header : t(`filter_field.${field}`);
    const words = isYesOrNo(field)
      ? t(`answer.${value}`, { defaultValue: value })
      : field === "kind"
        ? t(`inbox:kind.${value}`, { defaultValue: value })
        : value;
    return `${name} ${t(`operator.${operator}`)} “${words}”`;
  });
  const joined = parts.join(match === "any" ? ` ${t("match.or")} ` : ` ${t("match.and")} `);
  return `${joined} → ${t(`action.${filter.action}`)}${filter.value && ` “${filter.value}”`}`;
}
