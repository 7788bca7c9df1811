import type { Attributes } from "../model";
import { Markup } from "../read-markup";

/** HTML of a text as a tree; only what opens and closes in order. */
export type Element = {
  kind: "element";
  tag: string;
  attributes: Attributes;
  children: Piece[];
  source: string;
};
export type Piece =
  | Element
  | { kind: "text"; source: string }
  | { kind: "liquid"; source: string }
  | { kind: "comment"; source: string };

/** Why a text is edited as HTML instead of in place. */
export type TextReason = "table" | "element" | "nesting" | "entity" | "attribute";
export type TextRefusal = { reason: TextReason; detail: string };

export class Unfit extends Error {
  constructor(readonly refusal: TextRefusal) {
    super(refusal.reason);
  }
}

export function refuse(reason: TextReason, detail: string): never {
  throw new Unfit({ reason, detail });
}

const VOID = new Set(["br", "img", "hr", "wbr"]);

export function readElements(html: string): Piece[] {
  const markup = new Markup(html);
  const root: Piece[] = [];
  const open: { element: Element; start: number }[] = [];
  for (let position = 0; position < html.length; ) {
    const token = markup.next(position);
    if (!token) break;
    position = token.end;
    const source = html.slice(token.start, token.end);
    const siblings = open[open.length - 1]?.element.children ?? root;
    if (token.kind === "open") {
      if (!token.attributes) refuse("attribute", source);
      const { name: tag, attributes } = token;
      const element: Element = { kind: "element", tag, attributes, children: [], source };
      siblings.push(element);
      if (!VOID.has(tag) && !token.closed) open.push({ element, start: token.start });
    } else if (token.kind === "close") {
      const last = open.pop();
      if (last?.element.tag !== token.name) refuse("nesting", source);
      last.element.source = html.slice(last.start, token.end);
    } else if (token.kind === "broken") {
      refuse("nesting", source.slice(0, 40));
    } else {
      siblings.push({ kind: token.kind, source });
    }
  }
  const left = open.pop();
  return left ? refuse("nesting", `<${left.element.tag}>`) : root;
}
