import { IconCode } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import { effective } from "../effective";
import { buttonLook, cellLook, dividerLook, fontLook, isOurs } from "../look";
import type { Leaf } from "../model";
import { fill } from "../samples";
import { staticHtml } from "../static-html";
import { TextEditor } from "../text/text-editor";
import classes from "../visual.module.css";
import { Picture } from "./picture";
import { SocialIcon } from "./social-icon";

type LeafViewProps = { node: Leaf; isEditing: boolean };

export function LeafView({ node, isEditing }: LeafViewProps) {
  const { defaults, samples } = useSurroundings();
  const attributes = effective(defaults, node);
  const cell = cellLook(attributes, samples);
  const cellClass = `${classes.cell} ${attributes["css-class"] ?? ""}`;
  switch (node.tag) {
    case "mj-text":
      return (
        <div className={cellClass} style={cell}>
          <div
            className={classes.words}
            style={{ ...fontLook(attributes, samples), textAlign: cell.textAlign }}
          >
            <Words node={node} isEditing={isEditing} />
          </div>
        </div>
      );
    case "mj-button":
      return (
        <div className={cellClass} style={cell}>
          <div className={classes.button} style={buttonLook(attributes, samples)}>
            <Words node={node} isEditing={isEditing} />
          </div>
        </div>
      );
    case "mj-image":
      return (
        <div className={cellClass} style={{ ...cell, fontSize: 0 }}>
          <Picture node={node} attributes={attributes} />
        </div>
      );
    case "mj-divider":
      return (
        <div className={cellClass} style={cell}>
          <div style={dividerLook(attributes, samples)} />
        </div>
      );
    case "mj-spacer":
      return <div className={classes.spacer} style={{ height: attributes.height, ...cell }} />;
    case "mj-table":
      return (
        <div className={cellClass} style={cell}>
          <TableView node={node} look={{ ...fontLook(attributes, samples), width: attributes.width }} />
        </div>
      );
    case "mj-raw":
      return <RawView node={node} />;
    case "mj-navbar-link":
      return (
        <div className={cellClass} style={{ ...cell, ...fontLook(attributes, samples) }}>
          <Words node={node} isEditing={isEditing} />
        </div>
      );
    case "mj-social-element":
      return (
        <div className={cellClass} style={{ ...cell, ...fontLook(attributes, samples) }}>
          <SocialIcon attributes={attributes} />
          {node.html && <Words node={node} isEditing={isEditing} />}
        </div>
      );
  }
}

function Words({ node, isEditing }: LeafViewProps) {
  return isEditing ? <TextEditor node={node} /> : <Html html={node.html} />;
}

function useShowing() {
  const { words, samples } = useSurroundings();
  return useMemo(
    () => ({ label: words.label, title: words.title, fill: (value: string) => fill(value, samples), isOurs }),
    [words, samples],
  );
}

function Html({ html }: { html: string }) {
  const showing = useShowing();
  const { t } = useTranslation("template-visual");
  const shown = useMemo(() => staticHtml(html, showing), [html, showing]);
  if (!shown.trim()) return <div className={classes.hint}>{t("canvas.no_words")}</div>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: staticHtml lets only what is listed through
  return <div dangerouslySetInnerHTML={{ __html: shown }} />;
}

function TableView({ node, look }: { node: Leaf; look: React.CSSProperties }) {
  const showing = useShowing();
  const shown = useMemo(() => staticHtml(node.html, showing, true), [node.html, showing]);
  return (
    <table className={classes.table} style={look} role="presentation">
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: staticHtml lets only what is listed through */}
      <tbody dangerouslySetInnerHTML={{ __html: shown }} />
    </table>
  );
}

/** Raw HTML as far as it shows anything; else a chip that says it is there. */
function RawView({ node }: { node: Leaf }) {
  const showing = useShowing();
  const shown = useMemo(() => staticHtml(node.html, showing), [node.html, showing]);
  const isVisible = shown.replace(/<(?!img)[^>]*>/g, "").trim() !== "";
  // biome-ignore lint/security/noDangerouslySetInnerHtml: staticHtml lets only what is listed through
  if (isVisible) return <div className={classes.raw} dangerouslySetInnerHTML={{ __html: shown }} />;
  return (
    <div className={classes.code}>
      <IconCode size={14} aria-hidden /> <code>{node.html.trim().slice(0, 80)}</code>
    </div>
  );
}
