import { ActionIcon } from "@mantine/core";
import {
  IconArrowsSplit2,
  IconChevronDown,
  IconChevronRight,
  IconCode,
  IconRepeat,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import type { Condition, Loop, Verbatim } from "../model";
import { usePicked } from "../store";
import classes from "../visual.module.css";
import { Blocks } from "./blocks";

export function ConditionView({ node, row }: { node: Condition; row: boolean }) {
  const { words } = useSurroundings();
  const [first] = node.branches;
  return (
    <Frame id={node.id} kind="condition" title={words.tag(first?.tag ?? "")}>
      {node.branches.map(({ tag, children }, slot) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a branch is known by its place
        <div key={slot} className={classes.branch}>
          {slot > 0 && <div className={classes.branchName}>{words.tag(tag)}</div>}
          {/* The opening of a `case` has no room before its first `when`. */}
          {(children.length > 0 || !tag.startsWith("case")) && (
            <Blocks nodes={children} parent={node.id} slot={slot} row={row && children.length > 0} />
          )}
        </div>
      ))}
    </Frame>
  );
}

export function LoopView({ node, row }: { node: Loop; row: boolean }) {
  const { t } = useTranslation("template-visual");
  const { words } = useSurroundings();
  return (
    <Frame id={node.id} kind="loop" title={words.tag(node.tag)}>
      <div className={classes.branch}>
        <Blocks nodes={node.children} parent={node.id} row={row && node.children.length > 0} />
      </div>
      {node.otherwise && (
        <div className={classes.branch}>
          <div className={classes.branchName}>{t("logic.no_rounds")}</div>
          <Blocks nodes={node.otherwise} parent={node.id} slot={1} row={row && node.otherwise.length > 0} />
        </div>
      )}
    </Frame>
  );
}

export function VerbatimView({ node }: { node: Verbatim }) {
  return (
    <div className={classes.code}>
      <IconCode size={14} aria-hidden /> <code>{node.code.slice(0, 80)}</code>
    </div>
  );
}

type FrameProps = { id: string; kind: "condition" | "loop"; title: string; children: ReactNode };

function Frame({ id, kind, title, children }: FrameProps) {
  const { t } = useTranslation("template-visual");
  const { actions } = useSurroundings();
  const isFolded = usePicked(({ folded }) => folded.has(id));
  const Icon = kind === "condition" ? IconArrowsSplit2 : IconRepeat;
  return (
    <div className={classes.frame} data-frame={kind}>
      <div className={classes.frameHead}>
        <Icon size={13} aria-hidden />
        <span>{title}</span>
        <ActionIcon
          size="xs"
          variant="transparent"
          className={classes.folder}
          tabIndex={-1}
          aria-label={t(isFolded ? "canvas.unfold" : "canvas.fold")}
          aria-expanded={!isFolded}
          onClick={(event) => {
            event.stopPropagation();
            actions.fold(id);
          }}
        >
          {isFolded ? <IconChevronRight size={13} /> : <IconChevronDown size={13} />}
        </ActionIcon>
      </div>
      {!isFolded && children}
    </div>
  );
}
