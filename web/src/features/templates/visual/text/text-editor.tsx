import { Alert } from "@mantine/core";
import { Slice } from "@tiptap/pm/model";
import { type Editor, EditorContent, useEditor } from "@tiptap/react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import type { Leaf } from "../model";
import { fill } from "../samples";
import classes from "../visual.module.css";
import { encode } from "./entities";
import { fromHtml, inlineFromHtml } from "./from-html";
import { makeExtensions } from "./schema";
import { toHtml } from "./to-html";

/** A text being written in, in its place. What would not survive that is written as HTML, beside the canvas. */
export function TextEditor({ node }: { node: Leaf }) {
  const { t } = useTranslation("template-visual");
  const read = useMemo(() => fromHtml(node.html), [node.html]);
  if ("doc" in read) return <Writing node={node} />;
  return (
    <Alert color="brass" variant="light" p="xs" className={classes.chrome}>
      {t(`text.reason.${read.reason}`, { detail: read.detail })} {t("text.as_html")}
    </Alert>
  );
}

function Writing({ node }: { node: Leaf }) {
  const { t } = useTranslation("template-visual");
  const { actions, words, samples, click, setWriter } = useSurroundings();
  // What the editor holds as HTML: as long as nobody types, what was there before it was opened.
  const written = useRef(node.html);
  const extensions = useMemo(
    () => makeExtensions({ label: words.label, title: words.title, fill: (value) => fill(value, samples) }),
    [words, samples],
  );
  const editor = useEditor({
    extensions,
    content: docOf(node.html),
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": t(`tag.${node.tag}`),
        "data-hint": t("canvas.no_words"),
      },
      clipboardTextParser: (text, context, _plain, view) => {
        const lines = encode(text.trim()).split(/\r?\n/).join("<br/>");
        const parsed = view.state.schema.nodeFromJSON(docOf(lines));
        return context ? Slice.maxOpen(parsed.content) : new Slice(parsed.content, 1, 1);
      },
    },
    onUpdate: ({ editor: now }) => {
      written.current = toHtml(now.getJSON());
      actions.setHtml(node.id, written.current);
    },
  });

  useEffect(() => {
    if (!editor) return;
    setWriter(editor);
    placeCursor(editor, click.current);
    click.current = null;
    return () => setWriter(null);
  }, [editor, setWriter, click]);

  useEffect(() => {
    if (!editor || node.html === written.current) return;
    written.current = node.html;
    editor.commands.setContent(docOf(node.html), { emitUpdate: false });
  }, [editor, node.html]);

  return <EditorContent editor={editor} className={classes.writing} />;
}

function docOf(html: string) {
  const read = fromHtml(html);
  return "doc" in read ? read.doc : { type: "doc", content: [{ type: "paragraph" }] };
}

function placeCursor(editor: Editor, click: { x: number; y: number } | null) {
  const at = click && editor.view.posAtCoords({ left: click.x, top: click.y });
  if (at) editor.chain().focus().setTextSelection(at.pos).run();
  else editor.commands.focus("end");
}

/** Puts a snippet at the cursor, Liquid as pieces that cannot come apart. */
export function insertSnippet(editor: Editor, snippet: string): boolean {
  const content = inlineFromHtml(snippet);
  return content !== null && editor.chain().focus().insertContent(content).run();
}
