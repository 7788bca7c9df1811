import { dedent } from "./liquid";
import { BETWEEN, BLOCKS, BOXES, endsBranch, KEPT_WHOLE, LEAVES } from "./mjml-tags";
import type { Attributes, BoxTag, Branch, Design, Head, LeafTag, Node, Reading } from "./model";
import { type Defaults, readDefaults } from "./read-defaults";
import { Markup, type Token } from "./read-markup";
import { obstacleOf, Refusal } from "./refusal";
import { newId } from "./tree";

/** Reads MJML with Liquid into blocks. What has no block of its own is kept to the letter; what crosses elements is refused. */
export function readMjml(source: string): Reading {
  const reader = new Reader(source);
  try {
    return { design: reader.read(), verbatim: reader.verbatim };
  } catch (error) {
    if (error instanceof Refusal) return { obstacle: obstacleOf(error, reader.markup) };
    throw error;
  }
}

/** Reads blocks that stand alone, such as a saved block or a copied one. */
export function readFragment(source: string): Node[] | null {
  const reader = new Reader(source);
  try {
    const nodes = reader.nodes(() => false);
    return reader.position >= source.length ? nodes : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

class Reader {
  readonly markup: Markup;
  position = 0;
  verbatim = 0;

  constructor(source: string) {
    this.markup = new Markup(source);
  }

  read(): Design {
    const rest: string[] = [];
    const root = this.opening("mjml", rest);
    let head: Head = { defaults: {}, classes: {}, rest: [] };
    let token = this.skip(rest);
    if (token?.kind === "open" && token.name === "mj-head") {
      this.position = token.end;
      head = token.closed ? head : this.head();
    }
    const body = this.opening("mj-body", rest);
    const children = body.closed ? [] : this.nodes((each) => isClose(each, "mj-body"));
    if (!body.closed) this.close("mj-body", body.start);
    token = this.skip(rest);
    if (!token || !isClose(token, "mjml")) throw new Refusal("unclosed", "mjml", root.start);
    return {
      version: 1,
      root: root.attributes,
      head: { ...head, rest: [...head.rest, ...rest] },
      body: body.attributes,
      children,
    };
  }

  nodes(isEnd: (token: Token) => boolean): Node[] {
    const found: Node[] = [];
    for (;;) {
      const token = this.markup.next(this.position);
      if (!token || isEnd(token)) return found;
      const node = this.node(token);
      if (node) found.push(node);
    }
  }

  private node(token: Token): Node | null {
    const { source } = this.markup;
    if (token.kind === "broken")
      throw new Refusal("broken_tag", source.slice(token.start, token.start + 20), token.start);
    if (token.kind === "close") throw new Refusal("stray_close", token.name, token.start);
    if (token.kind === "liquid") return this.liquid(token);
    if (token.kind === "open") return this.element(token);
    this.position = token.end;
    return source.slice(token.start, token.end).trim() ? this.kept(token.start, token.end) : null;
  }

  private element(token: Token & { kind: "open" }): Node {
    const { name, attributes } = token;
    this.position = token.end;
    const isBox = BOXES.has(name);
    if (attributes === null || !(isBox || LEAVES.has(name))) return this.unknown(token);
    if (isBox) {
      const children = token.closed ? [] : this.nodes((each) => each.kind === "close");
      if (!token.closed) this.close(name, token.start);
      return { id: newId(), kind: "box", tag: name as BoxTag, attributes, children };
    }
    const html = token.closed ? "" : this.inside(token);
    return { id: newId(), kind: "leaf", tag: name as LeafTag, attributes, html };
  }

  private inside(token: Token & { kind: "open" }): string {
    const closing = this.markup.closing(token.name, token.end);
    if (!closing) throw new Refusal("unclosed", token.name, token.start);
    const html = this.markup.source.slice(token.end, closing.start);
    this.balanced(token.end, closing.start);
    this.position = closing.end;
    return dedent(html);
  }

  /** A block tag that opens in one element and ends in another decides about markup as such. */
  private balanced(start: number, end: number) {
    const opened: string[] = [];
    for (const { start: at, tag } of this.markup.pieces) {
      if (at < start || at >= end) continue;
      if (BLOCKS.has(tag) || KEPT_WHOLE.has(tag)) opened.push(tag);
      else if (tag.startsWith("end") && opened.pop() !== tag.slice(3)) throw new Refusal("crossing", tag, at);
    }
    if (opened.length > 0) throw new Refusal("crossing", opened[0] ?? "", start);
  }

  private unknown(token: Token & { kind: "open" }): Node {
    if (!token.closed) {
      const closing = this.markup.closing(token.name, token.end);
      if (!closing) throw new Refusal("unclosed", token.name, token.start);
      this.balanced(token.start, closing.start);
      this.position = closing.end;
    }
    return this.kept(token.start, this.position);
  }

  private liquid(token: Token & { kind: "liquid" }): Node {
    const { tag, inside } = token.piece;
    if (BETWEEN.has(tag) || tag.startsWith("end")) throw new Refusal("crossing", inside, token.start);
    this.position = token.end;
    if (KEPT_WHOLE.has(tag)) {
      const end = this.markup.pieces.find((each) => each.start > token.start && each.tag === `end${tag}`);
      if (!end) throw new Refusal("unclosed", tag, token.start);
      this.position = end.end;
    }
    if (!BLOCKS.has(tag)) return this.kept(token.start, this.position);
    const branches = this.branches(token);
    if (tag !== "for") return { id: newId(), kind: "condition", branches };
    const [first, second] = branches;
    return {
      id: newId(),
      kind: "loop",
      tag: inside,
      children: first?.children ?? [],
      ...(second && { otherwise: second.children }),
    };
  }

  private branches(opening: Token & { kind: "liquid" }): Branch[] {
    const { tag, inside } = opening.piece;
    const branches: Branch[] = [];
    let heading = inside;
    for (;;) {
      const children = this.nodes(
        (each) => each.kind === "close" || (each.kind === "liquid" && endsBranch(each.piece.tag, tag)),
      );
      branches.push({ tag: heading, children });
      const token = this.markup.next(this.position);
      if (token?.kind !== "liquid") throw new Refusal("crossing", inside, opening.start);
      this.position = token.end;
      if (token.piece.tag === `end${tag}`) return branches;
      heading = token.piece.inside;
    }
  }

  private head(): Head {
    const found: Defaults = { defaults: {}, classes: {} };
    const rest: string[] = [];
    for (let token = this.skip(rest); token; token = this.skip(rest)) {
      const { start } = token;
      if (isClose(token, "mj-head")) {
        this.position = token.end;
        this.verbatim = 0; // what the head keeps is no block that somebody misses
        return { ...found, rest };
      }
      const end = readDefaults(this.markup, token, found);
      if (end !== null) {
        this.position = end;
        continue;
      }
      if (token.kind === "open") {
        this.position = token.end;
        this.unknown(token);
      } else {
        this.node(token);
      }
      rest.push(this.markup.source.slice(start, this.position));
    }
    throw new Refusal("unclosed", "mj-head", this.position);
  }

  private opening(name: string, rest: string[]): { attributes: Attributes; closed: boolean; start: number } {
    const token = this.skip(rest);
    if (token?.kind !== "open" || token.name !== name || token.attributes === null) {
      throw new Refusal("not_mjml", name, token?.start ?? 0);
    }
    this.position = token.end;
    return { attributes: token.attributes, closed: token.closed, start: token.start };
  }

  private close(name: string, opened: number) {
    const token = this.markup.next(this.position);
    if (!token || !isClose(token, name)) throw new Refusal("unclosed", name, opened);
    this.position = token.end;
  }

  /** Past white space; comments on the way are kept in `rest`. */
  private skip(rest: string[]): Token | null {
    for (;;) {
      const token = this.markup.next(this.position);
      if (token?.kind !== "comment" && !(token?.kind === "text" && !this.markup.of(token).trim()))
        return token;
      if (token.kind === "comment") rest.push(this.markup.of(token));
      this.position = token.end;
    }
  }

  private kept(start: number, end: number): Node {
    this.verbatim += 1;
    return { id: newId(), kind: "verbatim", code: this.markup.source.slice(start, end).trim() };
  }
}

function isClose(token: Token, name: string): boolean {
  return token.kind === "close" && token.name === name;
}
