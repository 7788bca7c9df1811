import { findLiquid, type LiquidPiece, MASK, maskLiquid } from "./liquid";
import type { Attributes } from "./model";

export type Token =
  | { kind: "open"; start: number; end: number; name: string; attributes: Attributes | null; closed: boolean }
  | { kind: "close"; start: number; end: number; name: string }
  | { kind: "liquid"; start: number; end: number; piece: LiquidPiece }
  | { kind: "comment" | "text" | "broken"; start: number; end: number };

const TAG = /<(\/?)([a-zA-Z][^\s/>"'=<]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/y;
const ATTRIBUTE = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/dg;

/** Reads a source token by token; Liquid counts as one character wherever it stands. */
export class Markup {
  readonly pieces: readonly LiquidPiece[];
  readonly mask: string;
  private readonly at: ReadonlyMap<number, LiquidPiece>;

  constructor(readonly source: string) {
    this.pieces = findLiquid(source);
    this.mask = maskLiquid(source, this.pieces);
    this.at = new Map(this.pieces.map((piece) => [piece.start, piece]));
  }

  /** The token at `position`, or null at the end. */
  next(position: number): Token | null {
    if (position >= this.source.length) return null;
    const piece = this.at.get(position);
    if (piece) return { kind: "liquid", start: position, end: piece.end, piece };
    if (this.mask[position] !== "<") return this.text(position);
    if (this.mask.startsWith("<!--", position)) return this.until("-->", position);
    if (/<[!?]/y.test(this.mask.slice(position, position + 2))) return this.until(">", position);
    TAG.lastIndex = position;
    const match = TAG.exec(this.mask);
    if (!match) return { kind: "broken", start: position, end: this.source.length };
    const [whole, slash, name = "", inside = ""] = match;
    const end = position + whole.length;
    if (slash) return { kind: "close", start: position, end, name: name.toLowerCase() };
    const attributesStart = position + 1 + name.length;
    return {
      kind: "open",
      start: position,
      end,
      name: name.toLowerCase(),
      attributes: this.attributes(attributesStart, attributesStart + inside.length),
      closed: inside.trimEnd().endsWith("/"),
    };
  }

  /** Index after the end of an element whose opening tag ended at `position`, and where its closing tag starts. */
  closing(name: string, position: number): { start: number; end: number } | null {
    const tags = new RegExp(`<(/?)${name.replace(/[^\w-]/g, "\\$&")}(?=[\\s/>])`, "gi");
    tags.lastIndex = position;
    let depth = 1;
    for (let match = tags.exec(this.mask); match; match = tags.exec(this.mask)) {
      const token = this.next(match.index);
      if (token?.kind === "close") depth -= 1;
      else if (token?.kind === "open" && !token.closed) depth += 1;
      if (depth === 0 && token) return { start: token.start, end: token.end };
    }
    return null;
  }

  of({ start, end }: Token): string {
    return this.source.slice(start, end);
  }

  place(index: number): { line: number; column: number } {
    const before = this.source.slice(0, index);
    const line = before.split("\n").length;
    return { line, column: index - before.lastIndexOf("\n") };
  }

  private text(position: number): Token {
    let end = this.mask.indexOf("<", position + 1);
    if (end < 0) end = this.source.length;
    const liquid = this.mask.slice(position + 1, end).indexOf(MASK);
    return { kind: "text", start: position, end: liquid < 0 ? end : position + 1 + liquid };
  }

  private until(ending: string, position: number): Token {
    const end = this.mask.indexOf(ending, position);
    return { kind: "comment", start: position, end: end < 0 ? this.source.length : end + ending.length };
  }

  /** Values as written; null when Liquid stands between the attributes. */
  private attributes(start: number, end: number): Attributes | null {
    const found: Record<string, string> = {};
    for (const match of this.mask.slice(start, end).matchAll(ATTRIBUTE)) {
      const name = match[1] ?? "";
      if (name.includes(MASK)) return null;
      const span = match.indices?.[2] ?? match.indices?.[3] ?? match.indices?.[4];
      found[name.toLowerCase()] = span ? this.source.slice(start + span[0], start + span[1]) : "";
    }
    return found;
  }
}
