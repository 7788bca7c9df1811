import { Autocomplete, Button, Group, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import { readRound, writeRound } from "../logic";
import type { Loop } from "../model";
import { RawTag } from "./condition-panel";

/** Over which list a loop goes, and what it calls each thing in it. */
export function LoopPanel({ node }: { node: Loop }) {
  const { t } = useTranslation("template-visual");
  const { actions, samples, readOnly } = useSurroundings();
  const round = readRound(node.tag);
  const set = (tag: string) =>
    actions.change(node.id, (now) => (now.kind === "loop" ? { ...now, tag } : now));
  const lists = [...samples.values()].filter(({ kind }) => kind === "list").map(({ name }) => name);
  const toggleElse = () =>
    actions.change(node.id, (now) => {
      if (now.kind !== "loop") return now;
      const { otherwise, ...others } = now;
      return otherwise ? others : { ...now, otherwise: [] };
    });
  return (
    <>
      {round && (
        <>
          <Autocomplete
            size="xs"
            label={t("loop.list")}
            description={lists.length === 0 ? t("loop.no_lists") : undefined}
            disabled={readOnly}
            data={lists}
            comboboxProps={{ withinPortal: true }}
            value={round.list}
            onChange={(list) => /^[\w.[\]-]+$/.test(list) && set(writeRound({ ...round, list }))}
          />
          <TextInput
            size="xs"
            label={t("loop.item")}
            description={t("loop.item_hint", { item: `{{ ${round.item} }}` })}
            disabled={readOnly}
            value={round.item}
            onChange={(event) => {
              const item = event.currentTarget.value;
              if (/^\w+$/.test(item)) set(writeRound({ ...round, item }));
            }}
          />
        </>
      )}
      <RawTag value={node.tag} onChange={set} />
      {!readOnly && (
        <Group gap="xs">
          <Button size="compact-xs" variant="default" onClick={toggleElse}>
            {t(node.otherwise ? "loop.remove_else" : "loop.add_else")}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => actions.unwrap(node.id)}>
            {t("bar.unwrap")}
          </Button>
        </Group>
      )}
    </>
  );
}
