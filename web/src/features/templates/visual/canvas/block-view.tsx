import { IconAlertCircle, IconAlertTriangle } from "@tabler/icons-react";
import { memo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import type { Node } from "../model";
import { usePicked } from "../store";
import { useDragSource, useDropOn } from "../use-drag";
import classes from "../visual.module.css";
import { BoxView } from "./box-view";
import { LeafView } from "./leaf-view";
import { ConditionView, LoopView, VerbatimView } from "./logic-view";

type BlockViewProps = { node: Node; width?: string; row?: boolean };

/** One block with what it holds. Drawn again only when it, its selection or the surroundings change. */
export const BlockView = memo(function BlockView({ node, width, row = false }: BlockViewProps) {
  const { t } = useTranslation("template-visual");
  const { words, readOnly } = useSurroundings();
  const ref = useRef<HTMLDivElement>(null);
  const isSelected = usePicked(({ selected }) => selected === node.id);
  const isEditing = usePicked(({ editing }) => editing === node.id);
  const isDragged = usePicked(({ dragging }) => dragging === node.id);
  const edge = usePicked(({ drop }) => (drop?.id === node.id ? drop.edge : null));
  const mark = usePicked(({ marks }) => marks.get(node.id) ?? null);
  useDragSource(ref, () => ({ block: node.id }), words.name(node), !readOnly && !isEditing);
  useDropOn(ref, node.id, !readOnly);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset holds fields; this holds a part of a mail
    <div
      ref={ref}
      role="group"
      aria-roledescription={t("canvas.block")}
      aria-label={mark ? `${words.describe(node)} (${t(`problem.${mark}`)})` : words.describe(node)}
      aria-current={isSelected || undefined}
      tabIndex={isSelected ? 0 : -1}
      className={classes.block}
      style={width ? { flexBasis: width, maxWidth: width } : undefined}
      data-block={node.id}
      data-kind={node.kind === "box" || node.kind === "leaf" ? node.tag : node.kind}
      data-selected={isSelected || undefined}
      data-editing={isEditing || undefined}
      data-dragged={isDragged || undefined}
      data-drop={edge ?? undefined}
    >
      {mark && (
        <span className={classes.mark} data-level={mark} aria-hidden>
          {mark === "error" ? <IconAlertCircle size={14} /> : <IconAlertTriangle size={14} />}
        </span>
      )}
      <Content node={node} row={row} isEditing={isEditing} />
    </div>
  );
});

function Content({ node, row, isEditing }: { node: Node; row: boolean; isEditing: boolean }) {
  switch (node.kind) {
    case "box":
      return <BoxView node={node} />;
    case "leaf":
      return <LeafView node={node} isEditing={isEditing} />;
    case "condition":
      return <ConditionView node={node} row={row} />;
    case "loop":
      return <LoopView node={node} row={row} />;
    case "verbatim":
      return <VerbatimView node={node} />;
  }
}
