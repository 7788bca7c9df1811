import { KEEPS_SPACE, outsideLiquid } from "./liquid";
import type { Attributes, Branch, Design, Head, Node } from "./model";

export type Point = { line: number; column: number };
export type Written = { code: string; places: Map<string, { start: Point; end: Point }> };

/** The design as MJML, and where each node stands in it. */
export function writeMjml(design: Design): Written {
  const writer = new Writer();
  writer.line(0, tag("mjml", design.root));
  writeHead(writer, design.head);
  writer.line(1, tag("mj-body", design.body));
  writer.nodes(design.children, 2);
  writer.line(1, "</mj-body>");
  writer.line(0, "</mjml>");
  return { code: writer.code, places: writer.places };
}

/** Nodes alone, for saved blocks and the clipboard. */
export function writeFragment(nodes: readonly Node[]): string {
  const writer = new Writer();
  writer.nodes(nodes, 0);
  return writer.code;
}

function writeHead(writer: Writer, { defaults, classes, rest }: Head) {
  const tags = Object.entries(defaults).map(([name, attributes]) => tag(name, attributes, true));
  const named = Object.entries(classes).map(([name, attributes]) =>
    tag("mj-class", { name, ...attributes }, true),
  );
  if (tags.length + named.length + rest.length === 0) return;
  writer.line(1, "<mj-head>");
  if (tags.length + named.length > 0) {
    writer.line(2, "<mj-attributes>");
    for (const each of [...tags, ...named]) writer.line(3, each);
    writer.line(2, "</mj-attributes>");
  }
  for (const each of rest) writer.line(2, each);
  writer.line(1, "</mj-head>");
}

/** A value as it stands between quotes. Liquid stays as it is: it may have quotes of its own. */
function quoted(value: string): string {
  return outsideLiquid(value, (part) => part.replaceAll('"', "&quot;").replaceAll("<", "&lt;"));
}

function tag(name: string, attributes: Attributes, closed = false): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${quoted(value)}"`);
  return `<${name}${written.join("")}${closed ? " />" : ">"}`;
}

class Writer {
  readonly places = new Map<string, { start: Point; end: Point }>();
  private readonly lines: string[] = [];

  get code(): string {
    return `${this.lines.join("\n")}\n`;
  }

  line(depth: number, text: string) {
    this.lines.push(...`${"  ".repeat(depth)}${text}`.split("\n"));
  }

  nodes(nodes: readonly Node[], depth: number) {
    for (const node of nodes) {
      const start = { line: this.lines.length + 1, column: depth * 2 + 1 };
      this.node(node, depth);
      const last = this.lines[this.lines.length - 1] ?? "";
      this.places.set(node.id, { start, end: { line: this.lines.length, column: last.length + 1 } });
    }
  }

  private node(node: Node, depth: number) {
    switch (node.kind) {
      case "box":
        this.line(depth, tag(node.tag, node.attributes));
        this.nodes(node.children, depth + 1);
        return this.line(depth, `</${node.tag}>`);
      case "leaf":
        return this.leaf(node.tag, node.attributes, node.html, depth);
      case "condition":
        return this.branches(node.branches, depth);
      case "loop":
        return this.branches(
          [
            { tag: node.tag, children: node.children },
            ...(node.otherwise ? [{ tag: "else", children: node.otherwise }] : []),
          ],
          depth,
        );
      case "verbatim":
        return this.line(depth, node.code);
    }
  }

  private leaf(name: string, attributes: Attributes, html: string, depth: number) {
    if (!html) return this.line(depth, tag(name, attributes, true));
    if (!html.includes("\n") || KEEPS_SPACE.test(html)) {
      return this.line(depth, `${tag(name, attributes)}${html}</${name}>`);
    }
    this.line(depth, tag(name, attributes));
    for (const each of html.split("\n")) this.lines.push(each ? "  ".repeat(depth + 1) + each : "");
    this.line(depth, `</${name}>`);
  }

  private branches(branches: readonly Branch[], depth: number) {
    for (const { tag: inside, children } of branches) {
      this.line(depth, `{% ${inside} %}`);
      this.nodes(children, depth + 1);
    }
    this.line(depth, `{% end${/^\w+/.exec(branches[0]?.tag ?? "")?.[0] ?? "if"} %}`);
  }
}
