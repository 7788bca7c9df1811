import { ActionIcon, Switch, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailFilter } from "@/lib/api-types-inbox";
import { useNotifyError } from "@/ui/form/submit";
import { ItemCard, ItemForm } from "@/ui/item-card/item-card";
import { Time } from "@/ui/time/time";
import { conditionsOf, isYesOrNo } from "./conditions";
import { FilterForm } from "./filter-form";
import { changeFilter, deleteFilter, filtersQuery } from "./queries";

type FilterCardProps = { filter: MailFilter; before?: MailFilter; after?: MailFilter };

/** One filter in its place among the others. */
export function FilterCard({ filter, before, after }: FilterCardProps) {
  const { t } = useTranslation("receiving");
  const client = useQueryClient();
  const [isEditing, edit] = useState(false);
  const refresh = () => void client.invalidateQueries({ queryKey: filtersQuery.queryKey });
  const change = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSettled: refresh,
    onError: useNotifyError(),
  });
  const toggle = () =>
    change.mutate(() => changeFilter(filter.id, { version: filter.version, is_active: !filter.is_active }));
  if (isEditing) {
    return (
      <ItemForm>
        <FilterForm filter={filter} onClose={() => edit(false)} />
      </ItemForm>
    );
  }
  return (
    <ItemCard
      name={filter.name}
      facts={
        <Text size="sm" c="dimmed">
          {filter.hits > 0 ? (
            <>
              {t("filter.hits", { count: filter.hits })} · <Time at={filter.last_hit_at} />
            </>
          ) : (
            t("filter.no_hits")
          )}
        </Text>
      }
      actions={
        <>
          <Switch
            label={t("filter.active")}
            checked={filter.is_active}
            disabled={change.isPending}
            onChange={toggle}
          />
          <Move filter={filter} other={before} direction="up" run={change.mutate} />
          <Move filter={filter} other={after} direction="down" run={change.mutate} />
        </>
      }
      onEdit={() => edit(true)}
      deleting={{
        title: t("filter.delete_title", { name: filter.name }),
        text: t("filter.delete_text"),
        run: () => deleteFilter(filter.id),
        done: refresh,
      }}
    >
      <Text size="sm" className="fd-break">
        <Sentence filter={filter} />
      </Text>
    </ItemCard>
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
