import { IconPlus } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import type { Node } from "../model";
import { usePicked } from "../store";
import { useDropInto } from "../use-drag";
import classes from "../visual.module.css";
import { BlockView } from "./block-view";

type BlocksProps = { nodes: readonly Node[]; parent: string; slot?: number; row?: boolean; fixed?: boolean };

/** What a block holds; in a row the columns share the width that none of them claims. */
export function Blocks({ nodes, parent, slot = 0, row = false, fixed = false }: BlocksProps) {
  const { isMobile } = useSurroundings();
  if (nodes.length === 0) return <EmptyPlace parent={parent} slot={slot} />;
  if (!row) return nodes.map((node) => <BlockView key={node.id} node={node} />);
  return (
    <div className={classes.row} data-stacked={(isMobile && !fixed) || undefined}>
      {nodes.map((node) => (
        <BlockView key={node.id} node={node} row width={isMobile && !fixed ? "100%" : shareOf(node, nodes)} />
      ))}
    </div>
  );
}

function shareOf(node: Node, nodes: readonly Node[]): string {
  const own = widthOf(node);
  if (own) return own;
  const claimed = nodes.reduce((sum, each) => sum + (Number.parseFloat(widthOf(each) ?? "") || 0), 0);
  const sharing = nodes.filter((each) => each.kind !== "verbatim" && !widthOf(each)).length;
  return `${Math.max(5, (100 - Math.min(claimed, 95)) / Math.max(1, sharing))}%`;
}

function widthOf(node: Node): string | undefined {
  return node.kind === "box" ? node.attributes.width : undefined;
}

function EmptyPlace({ parent, slot }: { parent: string; slot: number }) {
  const { t } = useTranslation("template-visual");
  const { readOnly, actions, open } = useSurroundings();
  const ref = useRef<HTMLButtonElement>(null);
  const isOver = usePicked(({ drop }) => drop?.id === parent && drop.slot === slot && drop.edge === "inside");
  useDropInto(ref, parent, slot, !readOnly);
  if (readOnly) return <div className={classes.empty}>{t("canvas.nothing")}</div>;
  return (
    <button
      ref={ref}
      type="button"
      tabIndex={-1}
      className={classes.empty}
      data-over={isOver || undefined}
      onClick={(event) => {
        event.stopPropagation();
        actions.aim(parent, slot);
        open("blocks");
      }}
    >
      <IconPlus size={14} aria-hidden /> {t("canvas.drop_here")}
    </button>
  );
}
