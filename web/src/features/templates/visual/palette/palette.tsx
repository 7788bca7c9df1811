import { CloseButton, Tabs, TextInput } from "@mantine/core";
import {
  IconArrowsSplit2,
  IconBookmark,
  IconBuildingStore,
  IconCode,
  IconColumns1,
  IconColumns2,
  IconColumns3,
  IconHeading,
  IconLayoutSidebar,
  IconPhoto,
  IconRectangle,
  IconRepeat,
  IconSearch,
  IconSection,
  IconSeparatorHorizontal,
  IconShare,
  IconSpacingVertical,
  IconTable,
  IconTextSize,
} from "@tabler/icons-react";
import { type ComponentType, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type BlockKind, KINDS, makeBlock, type Wording, wrapWith } from "../blocks";
import { useSurroundings } from "../context";
import { useStore } from "../store";
import { useDragSource } from "../use-drag";
import classes from "../visual.module.css";
import { SavedBlocks } from "./saved-blocks";

const ICONS: Record<BlockKind, ComponentType<{ size?: number; stroke?: number }>> = {
  text: IconTextSize,
  heading: IconHeading,
  button: IconRectangle,
  image: IconPhoto,
  logo: IconBuildingStore,
  divider: IconSeparatorHorizontal,
  spacer: IconSpacingVertical,
  social: IconShare,
  table: IconTable,
  html: IconCode,
  section: IconSection,
  columns1: IconColumns1,
  columns2: IconColumns2,
  columns3: IconColumns3,
  columnsThird: IconLayoutSidebar,
  condition: IconArrowsSplit2,
  loop: IconRepeat,
};
const GROUPS: Record<"content" | "layout" | "logic", readonly BlockKind[]> = {
  content: KINDS.slice(0, 10),
  layout: ["section", "columns2", "columns3", "columnsThird"],
  logic: ["condition", "loop"],
};

/** What can be added: by a drag, by a click behind the selection, by the keyboard alike. */
export function Palette({ onAdded }: { onAdded?: () => void }) {
  const { t } = useTranslation("template-visual");
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLocaleLowerCase();
  const shown = (kind: BlockKind) => t(`add.${kind}`).toLocaleLowerCase().includes(wanted);
  const groups = (["content", "layout", "logic"] as const)
    .map((name) => ({ name, kinds: GROUPS[name].filter(shown) }))
    .filter(({ kinds }) => kinds.length > 0);
  return (
    <Tabs defaultValue="new" className={classes.palette}>
      <Tabs.List grow>
        <Tabs.Tab value="new">{t("palette.new")}</Tabs.Tab>
        <Tabs.Tab value="saved" leftSection={<IconBookmark size={14} aria-hidden />}>
          {t("palette.saved")}
        </Tabs.Tab>
      </Tabs.List>
      <TextInput
        size="xs"
        m="xs"
        aria-label={t("palette.search")}
        placeholder={t("palette.search")}
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={
          search && <CloseButton size="sm" aria-label={t("palette.clear")} onClick={() => setSearch("")} />
        }
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Tabs.Panel value="new" className={classes.scrolls} px="xs" pb="xs">
        {groups.map(({ name, kinds }) => (
          <section key={name} aria-label={t(`palette.${name}`)}>
            <h3 className={classes.groupName}>{t(`palette.${name}`)}</h3>
            <div className={classes.tiles}>
              {kinds.map((kind) => (
                <Tile key={kind} kind={kind} onAdded={onAdded} />
              ))}
            </div>
          </section>
        ))}
        {groups.length === 0 && <p className={classes.fine}>{t("palette.none")}</p>}
      </Tabs.Panel>
      <Tabs.Panel value="saved" className={classes.scrolls} px="xs" pb="xs">
        <SavedBlocks search={wanted} onAdded={onAdded} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Tile({ kind, onAdded }: { kind: BlockKind; onAdded?: () => void }) {
  const { t } = useTranslation("template-visual");
  const { actions, samples } = useSurroundings();
  const store = useStore();
  const ref = useRef<HTMLButtonElement>(null);
  const Icon = ICONS[kind];
  const make = () => {
    const names = [...samples.values()];
    if (kind === "loop")
      return wrapWith(kind, [], names.find((each) => each.kind === "list")?.name ?? "items");
    if (kind === "condition")
      return wrapWith(kind, [], names.find((each) => each.kind === "text")?.name ?? "name");
    const words = Object.fromEntries(
      (["heading", "text", "button", "cellA", "cellB"] as const).map((part) => [part, t(`fresh.${part}`)]),
    );
    return makeBlock(kind, words as Wording);
  };
  useDragSource(ref, () => ({ fresh: make() }), t(`add.${kind}`), true);
  const add = () => {
    const { selected } = store.read();
    const isWrapping = (kind === "condition" || kind === "loop") && selected;
    if (isWrapping) {
      actions.wrap(selected, (children) => {
        const node = make();
        return node.kind === "condition"
          ? { ...node, branches: node.branches.map((branch) => ({ ...branch, children })) }
          : { ...node, ...(node.kind === "loop" && { children }) };
      });
    } else if (!actions.add(make())) return;
    onAdded?.();
  };
  return (
    <button ref={ref} type="button" className={classes.tile} onClick={add}>
      <Icon size={20} stroke={1.6} aria-hidden />
      <span>{t(`add.${kind}`)}</span>
    </button>
  );
}
