import { type AnyExtension, Extension, InputRule, Mark, mergeAttributes, Node } from "@tiptap/core";
import { StarterKit } from "@tiptap/starter-kit";
import type { Attributes } from "../model";

/** How the pieces that are not text show: their words, what stands there in the sample, and values filled in. */
export type Showing = {
  label: (code: string) => string;
  title: (code: string) => string;
  fill: (value: string) => string;
};

const CARRIERS = [
  ...[
    "paragraph",
    "heading",
    "bulletList",
    "orderedList",
    "listItem",
    "blockquote",
    "horizontalRule",
    "hardBreak",
  ],
  ...["bold", "italic", "underline", "strike"],
];
const SHOWN = ["style", "class", "align", "dir", "lang", "start", "type"];

function shown(attributes: Attributes | undefined, fill: Showing["fill"]): Attributes {
  const pairs = Object.entries(attributes ?? {}).filter(([name]) => SHOWN.includes(name));
  return Object.fromEntries(pairs.map(([name, value]) => [name, fill(value)]));
}

/** Attributes that were written by hand ride along untouched. */
function carried(showing: Showing): AnyExtension {
  const attributes = {
    default: {} as Attributes,
    parseHTML: () => ({}),
    renderHTML: (attrs: Record<string, unknown>) => shown(attrs.attributes as Attributes, showing.fill),
  };
  const tagOf = (usual: string) => ({
    default: usual,
    parseHTML: () => usual,
    renderHTML: (attrs: Record<string, unknown>) => ({ "data-tag": attrs.tag }),
  });
  return Extension.create({
    name: "carried",
    addGlobalAttributes: () => [
      { types: CARRIERS, attributes: { attributes } },
      { types: ["paragraph"], attributes: { tag: tagOf("") } },
      { types: ["bold"], attributes: { tag: tagOf("strong") } },
      { types: ["italic"], attributes: { tag: tagOf("em") } },
      { types: ["underline"], attributes: { tag: tagOf("u") } },
      { types: ["strike"], attributes: { tag: tagOf("s") } },
    ],
  });
}

function link(showing: Showing): Mark {
  return Mark.create({
    name: "link",
    inclusive: false,
    addAttributes: () => ({ href: { default: "" }, attributes: { default: {} } }),
    parseHTML: () => [
      {
        tag: "a",
        getAttrs: (element) => ({
          href: element.getAttribute("data-href") ?? element.getAttribute("href") ?? "",
          attributes: {},
        }),
      },
    ],
    // Without an address: a click edits the text and leads nowhere.
    renderHTML: ({ mark }) => [
      "a",
      { ...shown(mark.attrs.attributes, showing.fill), "data-href": mark.attrs.href, title: mark.attrs.href },
      0,
    ],
  });
}

function color(showing: Showing): Mark {
  return Mark.create({
    name: "color",
    addAttributes: () => ({ color: { default: "" } }),
    parseHTML: () => [
      { tag: "span[data-color]", getAttrs: (element) => ({ color: element.getAttribute("data-color") }) },
    ],
    renderHTML: ({ mark }) => [
      "span",
      { "data-color": mark.attrs.color, style: `color: ${showing.fill(String(mark.attrs.color))}` },
      0,
    ],
  });
}

/** Elements within a line that have no button of their own, such as `<small>` or a styled `<span>`. */
function inline(showing: Showing): Mark {
  return Mark.create({
    name: "inline",
    excludes: "",
    addAttributes: () => ({ tag: { default: "span" }, attributes: { default: {} } }),
    renderHTML: ({ mark }) => [mark.attrs.tag, shown(mark.attrs.attributes, showing.fill), 0],
  });
}

function atom(
  name: "liquid" | "kept",
  showing: Showing,
  extra: Partial<Parameters<typeof Node.create>[0]> = {},
): Node {
  return Node.create({
    name,
    group: "inline",
    inline: true,
    atom: true,
    selectable: true,
    addAttributes: () => ({ code: { default: "" } }),
    parseHTML: () => [
      { tag: `span[data-${name}]`, getAttrs: (element) => ({ code: element.getAttribute(`data-${name}`) }) },
    ],
    renderHTML: ({ node, HTMLAttributes }) => {
      const code = String(node.attrs.code);
      const kind = code.startsWith("{{") ? "output" : "tag";
      const chip = { [`data-${name}`]: code, "data-chip": kind, title: showing.title(code) };
      return [
        "span",
        mergeAttributes(chip, HTMLAttributes.class ? { class: HTMLAttributes.class } : {}),
        showing.label(code),
      ];
    },
    renderText: ({ node }) => String(node.attrs.code),
    ...extra,
  });
}

export function makeExtensions(showing: Showing): AnyExtension[] {
  return [
    StarterKit.configure({
      undoRedo: false,
      link: false,
      code: false,
      codeBlock: false,
      trailingNode: false,
      dropcursor: false,
    }),
    carried(showing),
    link(showing),
    color(showing),
    inline(showing),
    atom("liquid", showing, {
      addInputRules() {
        return [
          new InputRule({
            find: /(\{\{[^{}]+\}\}|\{%[^{}%]+%\})$/,
            handler: ({ range, match, chain }) => {
              const [code = ""] = match;
              chain()
                .deleteRange(range)
                .insertContentAt(range.from, { type: "liquid", attrs: { code } })
                .run();
            },
          }),
        ];
      },
    }),
    atom("kept", showing),
  ];
}
