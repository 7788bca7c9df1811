import type { Attributes, LeafTag, Node } from "./model";
import { box } from "./places";
import { newId } from "./tree";

export const KINDS = [
  "text",
  "heading",
  "button",
  "image",
  "logo",
  "divider",
  "spacer",
  "social",
  "table",
  "html",
  "section",
  "columns1",
  "columns2",
  "columns3",
  "columnsThird",
  "condition",
  "loop",
] as const;
export type BlockKind = (typeof KINDS)[number];
/** Words that a new block begins with, in the person's language. */
export type Wording = Record<"heading" | "text" | "button" | "cellA" | "cellB", string>;

export function leaf(tag: LeafTag, attributes: Attributes = {}, html = ""): Node {
  return { id: newId(), kind: "leaf", tag, attributes, html };
}

export function makeBlock(kind: BlockKind, words: Wording): Node {
  switch (kind) {
    case "text":
      return leaf("mj-text", {}, words.text);
    case "heading":
      return leaf("mj-text", {}, `<h2>${words.heading}</h2>`);
    case "button":
      return leaf(
        "mj-button",
        {
          href: "",
          "background-color": "{{ organization.brand_color }}",
          color: "{{ organization.brand_text_color }}",
        },
        words.button,
      );
    case "image":
      return leaf("mj-image", { src: "", alt: "" });
    case "logo":
      return leaf("mj-image", {
        src: "{{ organization.logo_url }}",
        alt: "{{ organization.name }}",
        width: "160px",
      });
    case "divider":
      return leaf("mj-divider", { "border-width": "1px", "border-color": "#d6dbd9" });
    case "spacer":
      return leaf("mj-spacer", { height: "24px" });
    case "social":
      return box("mj-social", [
        socialElement("facebook"),
        socialElement("instagram"),
        socialElement("linkedin"),
      ]);
    case "table":
      return leaf("mj-table", {}, `<tr><td>${words.cellA}</td><td align="right">${words.cellB}</td></tr>`);
    case "html":
      return leaf("mj-raw", {}, "<div></div>");
    case "condition":
      return { id: newId(), kind: "condition", branches: [{ tag: "if name != blank", children: [] }] };
    case "loop":
      return { id: newId(), kind: "loop", tag: "for item in items", children: [] };
    default:
      return columns(kind);
  }
}

export function socialElement(name: string): Node {
  return leaf("mj-social-element", { name: `${name}-noshare`, href: "" });
}

function columns(kind: BlockKind): Node {
  const widths: Partial<Record<BlockKind, (string | null)[]>> = {
    columns2: [null, null],
    columns3: [null, null, null],
    columnsThird: ["33.33%", "66.67%"],
  };
  const each = (width: string | null) => box("mj-column", [], width ? { width } : {});
  return box("mj-section", (widths[kind] ?? [null]).map(each));
}

/** Around a block, or around nothing yet. */
export function wrapWith(kind: "condition" | "loop", children: readonly Node[], placeholder: string): Node {
  return kind === "condition"
    ? { id: newId(), kind, branches: [{ tag: `if ${placeholder} != blank`, children }] }
    : { id: newId(), kind, tag: `for item in ${placeholder}`, children };
}
