import type { JSONContent } from "@tiptap/core";
import { outsideLiquid } from "../liquid";
import { encode } from "./entities";

type Mark = NonNullable<JSONContent["marks"]>[number];

/** What was edited in place as HTML: bare lines stay bare, parted by `<br/>`. */
export function toHtml(doc: JSONContent): string {
  const blocks = doc.content ?? [];
  if (blocks.length === 1 && isBare(blocks[0]) && !blocks[0]?.content) return "";
  return blocksHtml(blocks);
}

function isBare(block: JSONContent | undefined): boolean {
  return block?.type === "paragraph" && !block.attrs?.tag;
}

function blocksHtml(blocks: readonly JSONContent[]): string {
  const parts = blocks.map((block, at) => {
    const html = blockHtml(block);
    if (!isBare(block)) return html;
    const endsRun = !isBare(blocks[at + 1]);
    // An empty last line shows only with a `<br>` of its own.
    return endsRun && block.content ? html : `${html}<br/>`;
  });
  return parts.join("");
}

function blockHtml(block: JSONContent): string {
  const { type, attrs = {}, content = [] } = block;
  switch (type) {
    case "paragraph":
      return attrs.tag ? wrap(attrs.tag, attrs.attributes, inlineHtml(content)) : inlineHtml(content);
    case "heading":
      return wrap(`h${attrs.level ?? 2}`, attrs.attributes, inlineHtml(content));
    case "bulletList":
      return wrap("ul", attrs.attributes, content.map(blockHtml).join(""));
    case "orderedList": {
      const start = attrs.start && attrs.start !== 1 ? { start: String(attrs.start) } : {};
      return wrap("ol", { ...start, ...attrs.attributes }, content.map(blockHtml).join(""));
    }
    case "listItem":
      return wrap("li", attrs.attributes, itemHtml(content));
    case "blockquote":
      return wrap("blockquote", attrs.attributes, blocksHtml(content));
    default:
      return `<hr${attributesHtml(attrs.attributes)}/>`;
  }
}

/** An item without text of its own has an empty line that nobody wrote. */
function itemHtml(content: readonly JSONContent[]): string {
  const [first, ...others] = content;
  const isOurs = isBare(first) && !first?.content && !isBare(others[0]);
  return blocksHtml(isOurs ? others : content);
}

function wrap(tag: string, attributes: unknown, inside: string): string {
  return `<${tag}${attributesHtml(attributes)}>${inside}</${tag}>`;
}

function attributesHtml(attributes: unknown): string {
  return Object.entries((attributes as Record<string, string> | undefined) ?? {})
    .map(([name, value]) => ` ${name}="${quoted(value)}"`)
    .join("");
}

function quoted(value: string): string {
  return outsideLiquid(value, (part) => part.replaceAll('"', "&quot;").replaceAll("<", "&lt;"));
}

/** Marks that go on are left open, the longest outermost, so that a word in a link does not cut the link in two. */
function inlineHtml(content: readonly JSONContent[]): string {
  let html = "";
  const open: Mark[] = [];
  for (const [at, piece] of content.entries()) {
    const marks = piece.marks ?? [];
    const kept = open.findIndex((mark) => !holds(marks, mark));
    if (kept >= 0) html += closeFrom(open, kept);
    const fresh = marks.filter((mark) => !holds(open, mark));
    const byReach = fresh
      .map((mark) => ({ mark, reach: reachOf(mark, content, at) }))
      .sort((a, b) => b.reach - a.reach);
    for (const { mark } of byReach) {
      html += opening(mark);
      open.push(mark);
    }
    html += pieceHtml(piece);
  }
  return html + closeFrom(open, 0);
}

function closeFrom(open: Mark[], start: number): string {
  return open
    .splice(start)
    .reverse()
    .map((mark) => `</${tagOf(mark)}>`)
    .join("");
}

function holds(marks: readonly Mark[], mark: Mark): boolean {
  return marks.some(
    (each) => each.type === mark.type && JSON.stringify(each.attrs) === JSON.stringify(mark.attrs),
  );
}

function reachOf(mark: Mark, content: readonly JSONContent[], start: number): number {
  let end = start;
  while (end < content.length && holds(content[end]?.marks ?? [], mark)) end += 1;
  return end - start;
}

const TAGS: Readonly<Record<string, string>> = {
  ...{ bold: "strong", italic: "em", underline: "u", strike: "s", link: "a", color: "span", inline: "span" },
};

function tagOf({ type, attrs }: Mark): string {
  return attrs?.tag ?? TAGS[type] ?? "span";
}

function opening(mark: Mark): string {
  const { type, attrs } = mark;
  if (type === "color") return `<span style="color: ${quoted(String(attrs?.color))}">`;
  const href = type === "link" && attrs?.href != null ? { href: String(attrs.href) } : {};
  return `<${tagOf(mark)}${attributesHtml({ ...href, ...attrs?.attributes })}>`;
}

function pieceHtml({ type, text, attrs }: JSONContent): string {
  if (type === "text") return encode(text ?? "");
  if (type === "hardBreak") return `<br${attributesHtml(attrs?.attributes)}/>`;
  return String(attrs?.code ?? "");
}
