import { type CSSProperties, type MouseEvent, useEffect, useId, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import { BUILT_IN } from "../effective";
import { scopedStyles } from "../mail-styles";
import type { Node } from "../model";
import { colourOf, fill } from "../samples";
import { usePicked, useStore } from "../store";
import { find } from "../tree";
import classes from "../visual.module.css";
import { BlockView } from "./block-view";
import { Blocks } from "./blocks";
import { SelectionBar } from "./selection-bar";
import { EDITABLE, useKeys } from "./use-keys";

export const MOBILE_WIDTH = 375;

type CanvasProps = {
  undo: () => void;
  redo: () => void;
  flush: () => void;
  onFocus: () => void;
  onSave: (node: Node) => void;
};

/** The mail on its ground, in its own light colours whatever those of the page are. */
export function Canvas({ undo, redo, flush, onFocus, onSave }: CanvasProps) {
  const { t } = useTranslation("template-visual");
  const { actions, readOnly, samples, isMobile, defaults, click } = useSurroundings();
  const store = useStore();
  const root = useRef<HTMLDivElement>(null);
  const paper = useRef<HTMLDivElement>(null);
  const scope = useId();
  const nodes = usePicked(({ design }) => design.children);
  const body = usePicked(({ design }) => design.body);
  const keys = useKeys({ store, actions, readOnly, undo, redo, flush, root });
  const width = isMobile
    ? MOBILE_WIDTH
    : Number.parseInt(body.width ?? BUILT_IN["mj-body"]?.width ?? "600", 10);
  const { rest } = defaults.head;
  const styles = useMemo(
    () => scopedStyles(rest, `[data-mail="${scope}"]`, samples, width),
    [rest, scope, samples, width],
  );

  const selected = usePicked((state) => state.selected);
  // What was added or chosen elsewhere, such as in the path, comes into sight.
  useEffect(() => {
    if (!selected) return;
    const block = root.current?.querySelector(`[data-block="${CSS.escape(selected)}"]`);
    block?.scrollIntoView({ block: "nearest" });
  }, [selected]);

  const onClick = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    // Menus that the canvas opens lie elsewhere in the page; their clicks are their own.
    if (!event.currentTarget.contains(target) || target.closest("[role=toolbar]")) return;
    const block = target.closest<HTMLElement>("[data-block]");
    const id = block?.dataset.block ?? null;
    if (id && id === store.read().editing) return;
    const node = id ? find(store.read().design, id) : null;
    if (node?.kind === "leaf" && EDITABLE.has(node.tag) && !readOnly) {
      click.current = { x: event.clientX, y: event.clientY };
      actions.edit(node.id);
    } else {
      actions.select(id);
      (block ?? root.current)?.focus({ preventScroll: true });
    }
  };
  const ground: CSSProperties = { backgroundColor: colourOf(body["background-color"], samples) ?? "#ffffff" };
  return (
    <div
      className={classes.canvas}
      onFocusCapture={onFocus}
      onKeyDownCapture={keys.onKeyDown}
      {...clipboard(keys)}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard above */}
      {/* biome-ignore lint/a11y/useSemanticElements: not a set of fields */}
      <div
        ref={root}
        role="group"
        aria-label={t("canvas.label")}
        aria-describedby={`${scope}-help`}
        tabIndex={selected === null ? 0 : -1}
        className={classes.ground}
        data-visual-ground
        style={ground}
        onClick={onClick}
      >
        <div ref={paper} className={classes.paper} style={{ maxWidth: width }}>
          {styles && <style>{styles}</style>}
          <div
            className={classes.mail}
            data-mail={scope}
            data-mobile={isMobile || undefined}
            style={{ color: "#000000", fontFamily: fill(body["font-family"] ?? "", samples) || undefined }}
          >
            {nodes.map((node) => (
              <BlockView key={node.id} node={node} />
            ))}
            {nodes.length === 0 && <EmptyMail />}
          </div>
          <SelectionBar paper={paper} onSave={onSave} />
        </div>
        <p id={`${scope}-help`} hidden>
          {t("canvas.help")}
        </p>
      </div>
    </div>
  );
}

function clipboard({ onCopy, onCut, onPaste }: ReturnType<typeof useKeys>) {
  return { onCopy, onCut, onPaste };
}

function EmptyMail() {
  return <Blocks nodes={[]} parent="" />;
}
