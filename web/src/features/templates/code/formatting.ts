import { html as beautify } from "js-beautify";
import { isMjml, VOID } from "./context";

/** Thrown where laying out anew could change what the mail says or looks like. */
export class CannotFormat extends Error {}

const LIQUID = /\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const OPENS = /^\{%-?\s*(if|unless|for|case|capture)\b/;
const CLOSES = /^\{%-?\s*end(if|unless|for|case|capture)\b/;
const PARTS = /^\{%-?\s*(else|elsif|when)\b/;
/** Where a piece of Liquid that stands alone on its line cannot be made an element. */
const NO_ELEMENTS =
  /<!--[\s\S]*?-->|<(style|mj-style|pre|textarea|script)\b[\s\S]*?<\/\1\s*>|<\/?[a-z](?:"[^"]*"|'[^']*'|[^"'<>])*>/gi;
const MOST_PASSES = 4;

type Masked = { text: string; pieces: readonly string[] };

/**
 * Lays a template out anew. Pieces of Liquid go through as words, and as elements where a block of theirs stands on
 * lines of its own around whole markup, so that it is indented; each comes back to the letter. Raises CannotFormat
 * when the result would not mean the same.
 */
export function format(source: string): string {
  let text = source.replace(/\r\n?/g, "\n");
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const next = layOut(text);
    if (next === text) break;
    text = next;
  }
  if (essence(text) !== essence(source)) throw new CannotFormat();
  return text;
}

function layOut(source: string): string {
  const masked = mask(source);
  const laid = beautify(masked.text, {
    indent_size: 2,
    indent_inner_html: true,
    indent_scripts: "normal",
    // Elements with a dash are MJML's, which stand on lines of their own.
    inline_custom_elements: !isMjml(source),
    wrap_line_length: 0,
    preserve_newlines: true,
    max_preserve_newlines: 1,
    extra_liners: [],
    end_with_newline: true,
    templating: ["none"],
  });
  return unmask(laid, masked.pieces);
}

function mask(source: string): Masked {
  const pieces: string[] = [];
  const found = [...source.matchAll(LIQUID)];
  const asElement = elementsAmong(source, found);
  let text = "";
  let at = 0;
  found.forEach((match, index) => {
    const piece = match[0];
    const number = pieces.push(piece) - 1;
    text += source.slice(at, match.index);
    text += maskOf(asElement.get(index), number);
    at = match.index + piece.length;
  });
  return { text: text + source.slice(at), pieces };
}

type Part = { role: "open" | "close" | "part"; block: number };

function maskOf(part: Part | undefined, number: number): string {
  if (part === undefined) return `lqw${number}lqw`;
  if (part.role === "part") return `<lqp data-n="${number}"/>`;
  return part.role === "open"
    ? `<lqb${part.block} data-n="${number}">`
    : `</lqb${part.block}><!--lqe${number}-->`;
}

/** Which pieces become elements: whole blocks whose tags each have a line, with markup that is whole in every branch. */
function elementsAmong(source: string, found: readonly RegExpMatchArray[]): Map<number, Part> {
  const barred = [...source.matchAll(NO_ELEMENTS)].map((each) => [each.index, each.index + each[0].length]);
  const isAlone = (match: RegExpMatchArray) => {
    const start = match.index ?? 0;
    const end = start + match[0].length;
    const lineStart = source.lastIndexOf("\n", start - 1) + 1;
    const lineEnd = source.indexOf("\n", end);
    const before = source.slice(lineStart, start);
    const after = source.slice(end, lineEnd < 0 ? undefined : lineEnd);
    return (
      !before.trim() && !after.trim() && !barred.some(([from = 0, to = 0]) => start >= from && end <= to)
    );
  };
  const chosen = new Map<number, Part>();
  const open: number[][] = [];
  found.forEach((match, index) => {
    if (OPENS.test(match[0])) open.push([index]);
    else if (PARTS.test(match[0])) open.at(-1)?.push(index);
    else if (CLOSES.test(match[0])) {
      const block = [...(open.pop() ?? []), index];
      if (block.length < 2 || !block.every((each) => isAlone(found[each] as RegExpMatchArray))) return;
      if (
        !isWhole(
          source,
          block.map((each) => found[each] as RegExpMatchArray),
        )
      )
        return;
      block.forEach((each, place) => {
        const role = place === 0 ? "open" : place === block.length - 1 ? "close" : "part";
        chosen.set(each, { role, block: index });
      });
    }
  });
  return chosen;
}

/** Whether what stands between the tags of a block opens and closes its own elements. */
function isWhole(source: string, block: readonly RegExpMatchArray[]): boolean {
  return block.slice(1).every((match, index) => {
    const before = block[index] as RegExpMatchArray;
    const inside = source.slice((before.index ?? 0) + before[0].length, match.index).replace(LIQUID, "");
    return isBalanced(inside);
  });
}

const ELEMENT = /<!--[\s\S]*?-->|<(\/?)([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/gi;

function isBalanced(markup: string): boolean {
  const open: string[] = [];
  for (const [, slash, name, rest = ""] of markup.matchAll(ELEMENT)) {
    const tag = name?.toLowerCase();
    if (!tag || VOID.has(tag) || rest.endsWith("/")) continue;
    if (!slash) open.push(tag);
    else if (open.pop() !== tag) return false;
  }
  return open.length === 0;
}

function unmask(laid: string, pieces: readonly string[]): string {
  const piece = (number: string) => pieces[Number(number)] ?? "";
  return (
    laid
      // An else belongs as deep as its if.
      .replace(
        /^( *)<lqp data-n="(\d+)"\s*\/>/gm,
        (_, indent: string, n: string) => indent.slice(2) + piece(n),
      )
      .replace(/<lqb\d+ data-n="(\d+)">/g, (_, n: string) => piece(n))
      .replace(/<\/lqb\d+>\s*<!--lqe(\d+)-->/g, (_, n: string) => piece(n))
      .replace(/lqw(\d+)lqw/g, (_, n: string) => piece(n))
  );
}

const INLINE = new Set(
  "a abbr b big br button cite code del em font i img ins label mark q s small span strike strong sub sup tt u".split(
    " ",
  ),
);

/**
 * What must be alike before and after: the order of tags, attributes, words and Liquid, and whether words have space
 * between them. Space beside elements that stand on their own counts for nothing.
 */
function essence(source: string): string {
  const kept: string[] = [];
  const text = source.replace(LIQUID, (piece) => `\uE001${kept.push(piece) - 1}\uE002`);
  const plain = text
    .replace(/<(style|mj-style)\b([\s\S]*?)<\/\1\s*>/gi, (style) =>
      style.replace(/\s*([{};:,>+~()])\s*/g, "$1").replace(/;\}/g, "}"),
    )
    .replace(ELEMENT, (tag, slash: string, name: string | undefined) => {
      if (!name) return tag.replace(/\s+/g, " ");
      const bare = tag
        .replace(/\s+/g, " ")
        .replace(/\s*(\/?)>$/, "$1>")
        .replace(/(["'])\s*(?=\uE001)/g, "$1");
      return INLINE.has(name.toLowerCase()) ? bare : `\uE003${slash}${bare}\uE003`;
    })
    .replace(/\s+/g, " ")
    .replace(/ ?\uE003 ?/g, "\uE003");
  // Pieces that make no text of their own may move away from the line of an element, never from a word.
  return plain.replace(/\uE001(\d+)\uE002/g, (_, n: string) => kept[Number(n)] ?? "").trim();
}
