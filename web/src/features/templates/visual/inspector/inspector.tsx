import { Alert, Stack } from "@mantine/core";
import { IconAlertCircle, IconAlertTriangle } from "@tabler/icons-react";
import { memo, useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "@/ui/template-problems/server-words";
import { useSurroundings } from "../context";
import type { Node } from "../model";
import { usePicked } from "../store";
import { fromHtml } from "../text/from-html";
import { find } from "../tree";
import classes from "../visual.module.css";
import { Advanced } from "./advanced";
import { AttributeGroups } from "./attribute-groups";
import { BodyPanel } from "./body-panel";
import { ChildrenPanel } from "./children-panel";
import { CodeField } from "./code-field";
import { ConditionPanel } from "./condition-panel";
import { LoopPanel } from "./loop-panel";

/** What the selected block is made of; without one, the mail as a whole. */
export function Inspector() {
  const node = usePicked(({ design, selected }) => (selected ? find(design, selected) : null));
  // What is typed on the canvas comes first: the panel follows when there is time.
  return <Panel node={useDeferredValue(node)} />;
}

const Panel = memo(function Panel({ node }: { node: Node | null }) {
  const { words } = useSurroundings();
  if (!node) return <BodyPanel />;
  return (
    <Stack key={node.id} gap="sm" p="sm" className={classes.scrolls}>
      <h3 className={classes.panelTitle}>{words.name(node)}</h3>
      <Problems id={node.id} />
      <Parts node={node} />
    </Stack>
  );
});

function Parts({ node }: { node: Node }) {
  switch (node.kind) {
    case "box":
      return (
        <>
          <AttributeGroups node={node} />
          <ChildrenPanel node={node} />
          <Advanced node={node} />
        </>
      );
    case "leaf":
      return (
        <>
          <LeafCode node={node} />
          <LeafAttributes node={node} />
        </>
      );
    case "condition":
      return <ConditionPanel node={node} />;
    case "loop":
      return <LoopPanel node={node} />;
    case "verbatim":
      return <VerbatimCode id={node.id} code={node.code} />;
  }
}

type LeafProps = { node: Extract<Node, { kind: "leaf" }> };

/** Its words are none of these: typing leaves the fields as they are drawn. */
const LeafAttributes = memo(
  function LeafAttributes({ node }: LeafProps) {
    return (
      <>
        <AttributeGroups node={node} />
        <Advanced node={node} />
      </>
    );
  },
  (before, { node }) => before.node.id === node.id && before.node.attributes === node.attributes,
);

/** HTML where the canvas cannot take it: tables, raw pieces, and texts that would not come out as they went in. */
function LeafCode({ node }: LeafProps) {
  const { t } = useTranslation("template-visual");
  const { actions } = useSurroundings();
  const set = (html: string) => actions.setHtml(node.id, html);
  if (node.tag === "mj-table" || node.tag === "mj-raw") {
    return <CodeField label={t("code.html")} hint={t(`code.${node.tag}`)} value={node.html} onChange={set} />;
  }
  if (node.tag === "mj-social-element") {
    return <CodeField label={t("code.caption")} value={node.html} onChange={set} />;
  }
  if (!["mj-text", "mj-button", "mj-navbar-link"].includes(node.tag)) return null;
  const read = fromHtml(node.html);
  if ("doc" in read) return null;
  return (
    <CodeField
      label={t("code.html")}
      hint={t(`text.reason.${read.reason}`, { detail: read.detail })}
      value={node.html}
      onChange={set}
    />
  );
}

function VerbatimCode({ id, code }: { id: string; code: string }) {
  const { t } = useTranslation("template-visual");
  const { actions } = useSurroundings();
  return (
    <CodeField
      label={t("tag.verbatim")}
      hint={t("code.verbatim")}
      value={code}
      onChange={(text) =>
        actions.change(id, (node) => (node.kind === "verbatim" ? { ...node, code: text } : node))
      }
    />
  );
}

function Problems({ id }: { id: string }) {
  const problems = usePicked((state) => state.problems.get(id));
  const say = useServerWords();
  return problems?.map(({ level, message, line, column }) => (
    <Alert
      key={`${line}:${column}:${message}`}
      p="xs"
      variant="light"
      color={level === "error" ? "red" : "brass"}
      icon={level === "error" ? <IconAlertCircle size={16} /> : <IconAlertTriangle size={16} />}
    >
      {say(message)}
    </Alert>
  ));
}
