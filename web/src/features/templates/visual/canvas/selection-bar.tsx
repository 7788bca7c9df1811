import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import {
  IconArrowBarToLeft,
  IconArrowDown,
  IconArrowsSplit2,
  IconArrowUp,
  IconBookmarkPlus,
  IconClipboard,
  IconCopy,
  IconCopyPlus,
  IconDots,
  IconGripVertical,
  IconRepeat,
  IconSelectAll,
  IconTrash,
} from "@tabler/icons-react";
import {
  type ComponentType,
  memo,
  type ReactNode,
  type RefObject,
  useDeferredValue,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { wrapWith } from "../blocks";
import { useSurroundings } from "../context";
import type { Design, Node } from "../model";
import { outOf, stepFrom } from "../places";
import { usePicked, useStore } from "../store";
import { find, locate } from "../tree";
import { useDragSource } from "../use-drag";
import classes from "../visual.module.css";

type SelectionBarProps = { paper: RefObject<HTMLDivElement | null>; onSave: (node: Node) => void };

/** What can be done with the selected block, above it. */
export function SelectionBar({ paper, onSave }: SelectionBarProps) {
  const { readOnly } = useSurroundings();
  const selected = usePicked((state) => state.selected);
  const isDragging = usePicked((state) => state.dragging !== null);
  // Walks through the whole mail, and so when there is time: the text that is being typed comes first.
  const design = useDeferredValue(usePicked((state) => state.design));
  if (!selected || readOnly || isDragging) return null;
  return <Bar key={selected} id={selected} design={design} paper={paper} onSave={onSave} />;
}

type BarProps = SelectionBarProps & { id: string; design: Design };

const Bar = memo(function Bar({ id, design, paper, onSave }: BarProps) {
  const node = find(design, id);
  return node && <Tools {...{ id, design, node, paper, onSave }} />;
});

function Tools({ id, design, node, paper, onSave }: BarProps & { node: Node }) {
  const { t } = useTranslation("template-visual");
  const { actions, words } = useSurroundings();
  const ref = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const top = usePlace(paper, ref, id);
  useDragSource(handle, () => ({ block: id }), words.name(node), true);
  return (
    <div
      ref={ref}
      className={classes.bar}
      style={{ transform: `translate(${top.x}px, ${top.y}px)` }}
      role="toolbar"
      aria-label={t("bar.label", { name: words.name(node) })}
    >
      <span ref={handle} className={classes.handle} title={t("bar.drag")}>
        <IconGripVertical size={14} aria-hidden />
        <span>{words.name(node)}</span>
      </span>
      <Tool
        icon={IconArrowUp}
        label={t("bar.up")}
        keys="Alt+↑"
        disabled={!stepFrom(design, id, -1)}
        run={() => actions.step(id, -1)}
      />
      <Tool
        icon={IconArrowDown}
        label={t("bar.down")}
        keys="Alt+↓"
        disabled={!stepFrom(design, id, 1)}
        run={() => actions.step(id, 1)}
      />
      {outOf(design, id) && (
        <Tool icon={IconArrowBarToLeft} label={t("bar.out")} keys="Alt+←" run={() => actions.out(id)} />
      )}
      <Tool icon={IconCopyPlus} label={t("bar.duplicate")} keys="Ctrl+D" run={() => actions.duplicate(id)} />
      <MoreMenu node={node} onSave={onSave} />
      <Tool icon={IconTrash} label={t("bar.delete")} keys="Del" run={() => actions.remove(id)} />
    </div>
  );
}

/** Above the block, below its upper edge where there is no room; measured against the paper it lies on. */
function usePlace(
  paper: RefObject<HTMLDivElement | null>,
  bar: RefObject<HTMLDivElement | null>,
  id: string,
) {
  const store = useStore();
  const [place, setPlace] = useState({ x: 0, y: -100 });
  useLayoutEffect(() => {
    const sheet = paper.current;
    if (!sheet) return;
    const measure = () => {
      const block = sheet.querySelector(`[data-block="${CSS.escape(id)}"]`);
      if (!block || !bar.current) return;
      const outer = sheet.getBoundingClientRect();
      const inner = block.getBoundingClientRect();
      const own = bar.current.getBoundingClientRect();
      const x = Math.max(2, Math.min(inner.right - outer.left - own.width, outer.width - own.width - 2));
      const above = inner.top - outer.top - own.height - 3;
      const y = above >= 0 ? above : inner.bottom - outer.top + 3;
      setPlace((now) => (now.x === x && now.y === y ? now : { x, y }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(sheet);
    const unsubscribe = store.subscribe(() => requestAnimationFrame(measure));
    return () => {
      observer.disconnect();
      unsubscribe();
    };
  }, [paper, bar, id, store]);
  return place;
}

type ToolProps = {
  icon: ComponentType<{ size?: number }>;
  label: string;
  keys: string;
  disabled?: boolean;
  run: () => void;
};

function Tool({ icon: Icon, label, keys, disabled = false, run }: ToolProps) {
  return (
    <Tooltip label={`${label} (${keys})`}>
      <ActionIcon
        size="sm"
        variant="transparent"
        className={classes.tool}
        aria-label={label}
        aria-keyshortcuts={keys}
        data-disabled={disabled || undefined}
        aria-disabled={disabled || undefined}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => !disabled && run()}
      >
        <Icon size={15} />
      </ActionIcon>
    </Tooltip>
  );
}

function MoreMenu({ node, onSave }: { node: Node; onSave: (node: Node) => void }) {
  const { t } = useTranslation("template-visual");
  const { actions, samples } = useSurroundings();
  const store = useStore();
  const names = [...samples.values()];
  const list = names.find(({ kind }) => kind === "list")?.name ?? "items";
  const word = names.find(({ kind }) => kind === "text")?.name ?? "name";
  const copy = (isCut: boolean) => {
    const source = actions.copy(node.id);
    if (source) void navigator.clipboard?.writeText(source);
    if (isCut) actions.remove(node.id);
  };
  const parent = locate(store.read().design, node.id)?.parent;
  const item = (icon: ReactNode, label: string, run: () => void) => (
    <Menu.Item leftSection={icon} onClick={run}>
      {label}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size="sm" variant="transparent" className={classes.tool} aria-label={t("bar.more")}>
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item(<IconArrowsSplit2 size={15} />, t("bar.condition"), () =>
          actions.wrap(node.id, (children) => wrapWith("condition", children, word)),
        )}
        {item(<IconRepeat size={15} />, t("bar.loop"), () =>
          actions.wrap(node.id, (children) => wrapWith("loop", children, list)),
        )}
        {(node.kind === "condition" || node.kind === "loop") &&
          item(<IconArrowBarToLeft size={15} />, t("bar.unwrap"), () => actions.unwrap(node.id))}
        <Menu.Divider />
        {item(<IconCopy size={15} />, t("bar.copy"), () => copy(false))}
        {item(<IconClipboard size={15} />, t("bar.cut"), () => copy(true))}
        {item(<IconBookmarkPlus size={15} />, t("bar.save"), () => onSave(node))}
        {parent && item(<IconSelectAll size={15} />, t("bar.parent"), () => actions.select(parent))}
      </Menu.Dropdown>
    </Menu>
  );
}
