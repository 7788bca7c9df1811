import type { JSONContent } from "@tiptap/core";
import { type Element, type Piece, readElements, refuse, type TextRefusal, Unfit } from "./elements";
import { decode } from "./entities";

type Mark = { type: string; attrs: Record<string, unknown> };

const BLOCKS = new Set(["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "hr"]);
const MARKS: Readonly<Record<string, string>> = {
  ...{ strong: "bold", b: "bold", em: "italic", i: "italic", u: "underline" },
  ...{ s: "strike", strike: "strike", del: "strike", a: "link" },
};
const INLINE = new Set("span font small big sub sup code mark abbr cite q ins tt kbd".split(" "));
const TABLE = new Set(["table", "tbody", "thead", "tr", "td", "th"]);

/** A text's HTML for editing in place, or why it would not come out of it as it went in. */
export function fromHtml(html: string): { doc: JSONContent } | TextRefusal {
  try {
    const content = blocksOf(readElements(html));
    return { doc: { type: "doc", content: content.length > 0 ? content : [line([])] } };
  } catch (error) {
    if (error instanceof Unfit) return error.refusal;
    throw error;
  }
}

/** Pieces of one line, such as a snippet to put at the cursor; null when it holds more than that. */
export function inlineFromHtml(html: string): JSONContent[] | null {
  const read = fromHtml(html);
  const blocks = "doc" in read ? (read.doc.content ?? []) : [];
  return blocks.length === 1 && blocks[0]?.type === "paragraph" ? (blocks[0].content ?? []) : null;
}

function line(content: JSONContent[], attrs?: Record<string, unknown>): JSONContent {
  return { type: "paragraph", ...(attrs && { attrs }), ...(content.length > 0 && { content }) };
}

/** Blocks, with what stands bare between them as lines of their own. */
function blocksOf(pieces: readonly Piece[]): JSONContent[] {
  const blocks: JSONContent[] = [];
  let run: Piece[] = [];
  const flush = () => {
    blocks.push(...linesOf(run));
    run = [];
  };
  for (const piece of pieces) {
    if (piece.kind === "element" && BLOCKS.has(piece.tag)) {
      flush();
      blocks.push(blockOf(piece));
    } else {
      run.push(piece);
    }
  }
  flush();
  return blocks;
}

/** A run of text parted by `<br>`; the last `<br>` of a run only ends its line. */
function linesOf(run: readonly Piece[]): JSONContent[] {
  const lines: Piece[][] = [[]];
  for (const piece of run) {
    if (piece.kind === "element" && piece.tag === "br" && !hasAttributes(piece)) lines.push([]);
    else lines[lines.length - 1]?.push(piece);
  }
  const written = lines.map((pieces) => line(inlineOf(pieces)));
  if (!written[written.length - 1]?.content) written.pop();
  return written;
}

function hasAttributes({ attributes }: Element): boolean {
  return Object.keys(attributes).length > 0;
}

function blockOf(element: Element): JSONContent {
  const { tag, attributes, children } = element;
  const heading = /^h([1-6])$/.exec(tag);
  if (tag === "p" || tag === "div") return line(inlineOf(children), { tag, attributes });
  if (tag === "hr") return { type: "horizontalRule", attrs: { attributes } };
  if (heading) {
    return { ...line(inlineOf(children)), type: "heading", attrs: { level: Number(heading[1]), attributes } };
  }
  if (tag === "blockquote") {
    const content = blocksOf(children);
    return { type: "blockquote", attrs: { attributes }, content: content.length > 0 ? content : [line([])] };
  }
  const { start, ...others } = attributes;
  const type = tag === "ul" ? "bulletList" : "orderedList";
  const first = tag === "ol" && start ? { start: Number(start) } : {};
  const kept = tag === "ol" ? others : attributes;
  return { type, attrs: { ...first, attributes: kept }, content: itemsOf(element) };
}

function itemsOf(list: Element): JSONContent[] {
  const items = list.children.filter((piece) => piece.kind !== "text" || piece.source.trim());
  if (items.length === 0) refuse("nesting", `<${list.tag}>`);
  return items.map((item) => {
    if (item.kind !== "element" || item.tag !== "li") return refuse("nesting", item.source.slice(0, 60));
    const content = blocksOf(item.children);
    if (content[0]?.type !== "paragraph") content.unshift(line([]));
    return { type: "listItem", attrs: { attributes: item.attributes }, content };
  });
}

function inlineOf(pieces: readonly Piece[]): JSONContent[] {
  const found: JSONContent[] = [];
  collect(pieces, [], found);
  return tidy(found);
}

function collect(pieces: readonly Piece[], marks: readonly Mark[], found: JSONContent[]) {
  const marked = marks.length > 0 ? { marks: [...marks] } : {};
  for (const piece of pieces) {
    if (piece.kind === "text") {
      const text = decode(piece.source) ?? refuse("entity", piece.source.trim().slice(0, 60));
      found.push({ type: "text", text, ...marked });
    } else if (piece.kind === "liquid") {
      found.push({ type: "liquid", attrs: { code: piece.source }, ...marked });
    } else if (piece.kind !== "element" || piece.tag === "img") {
      found.push({ type: "kept", attrs: { code: piece.source }, ...marked });
    } else if (piece.tag === "br") {
      found.push({ type: "hardBreak", attrs: { attributes: piece.attributes }, ...marked });
    } else {
      within(piece, marks, found);
    }
  }
}

function within(element: Element, marks: readonly Mark[], found: JSONContent[]) {
  const mark = markOf(element);
  const isTwice = mark.type !== "inline" && marks.some(({ type }) => type === mark.type);
  if (isTwice) refuse("nesting", element.source.slice(0, 60));
  const before = found.length;
  collect(element.children, [...marks, mark], found);
  // A mark needs something to stand on: an anchor or an empty span is kept as it is.
  if (found.length === before) found.push({ type: "kept", attrs: { code: element.source } });
}

function markOf({ tag, attributes, source }: Element): Mark {
  const type = MARKS[tag];
  const colour = /^color:\s*([^;"]+);?$/.exec(attributes.style ?? "")?.[1];
  if (tag === "span" && colour && Object.keys(attributes).length === 1) {
    return { type: "color", attrs: { color: colour.trim() } };
  }
  if (type === "link") {
    const { href = null, ...others } = attributes;
    return { type, attrs: { href, attributes: others } };
  }
  if (type) return { type, attrs: { tag, attributes } };
  if (INLINE.has(tag)) return { type: "inline", attrs: { tag, attributes } };
  if (TABLE.has(tag)) refuse("table", `<${tag}>`);
  return refuse(BLOCKS.has(tag) ? "nesting" : "element", source.slice(0, 60));
}

/** White space as a browser shows it: runs are one space, and none at the ends of a line. */
function tidy(content: readonly JSONContent[]): JSONContent[] {
  const tidied: JSONContent[] = [];
  let afterSpace = true;
  for (const piece of content) {
    if (piece.type !== "text") {
      if (piece.type === "hardBreak") trimEnd(tidied);
      afterSpace = piece.type === "hardBreak";
      tidied.push(piece);
      continue;
    }
    let text = (piece.text ?? "").replace(/[ \t\r\n\f]+/g, " ");
    if (afterSpace) text = text.replace(/^ /, "");
    if (!text) continue;
    afterSpace = text.endsWith(" ");
    tidied.push({ ...piece, text });
  }
  trimEnd(tidied);
  return tidied;
}

function trimEnd(content: JSONContent[]) {
  const last = content[content.length - 1];
  if (last?.type !== "text" || !last.text?.endsWith(" ")) return;
  content.pop();
  const text = last.text.slice(0, -1);
  if (text) content.push({ ...last, text });
}
