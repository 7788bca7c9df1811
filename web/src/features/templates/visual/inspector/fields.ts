import type { BoxTag, LeafTag } from "../model";

export type Control =
  | "address"
  | "align"
  | "choice"
  | "color"
  | "family"
  | "image"
  | "length"
  | "network"
  | "sides"
  | "style"
  | "text"
  | "weight";
export type Field = { name: string; control: Control; options?: readonly string[] };
export type Group = { name: "content" | "words" | "look" | "space"; fields: readonly Field[] };

const field = (control: Control, ...names: string[]): Field[] => names.map((name) => ({ name, control }));
const choice = (name: string, ...options: string[]): Field => ({ name, control: "choice", options });

const WORDS = [
  ...field("family", "font-family"),
  ...field("length", "font-size"),
  ...field("weight", "font-weight"),
  ...field("length", "line-height", "letter-spacing"),
  ...field("color", "color"),
];
const STYLE: Field = { name: "mj-class", control: "style" };
const BORDER = field("text", "border");
const RADIUS = field("length", "border-radius");
const SPACE: Group = { name: "space", fields: field("sides", "padding") };
const ALIGN = field("align", "align");
const VERTICAL = choice("vertical-align", "top", "middle", "bottom");
const GROUND = field("color", "background-color");
const BEHIND = field("color", "container-background-color");
const PICTURE = field("image", "background-url");

/** What matters about each element, in the order in which people ask for it; the rest is under "all attributes". */
export const FIELDS: Record<BoxTag | LeafTag, readonly Group[]> = {
  "mj-text": [
    { name: "words", fields: [STYLE, ...ALIGN, ...WORDS] },
    { name: "look", fields: BEHIND },
    SPACE,
  ],
  "mj-button": [
    { name: "content", fields: field("address", "href") },
    { name: "look", fields: [STYLE, ...GROUND, ...ALIGN, ...field("length", "width"), ...RADIUS, ...BORDER] },
    { name: "words", fields: WORDS },
    { name: "space", fields: field("sides", "inner-padding", "padding") },
  ],
  "mj-image": [
    {
      name: "content",
      fields: [...field("image", "src"), ...field("text", "alt"), ...field("address", "href")],
    },
    {
      name: "look",
      fields: [...ALIGN, ...field("length", "width", "height"), ...RADIUS, ...BORDER, ...BEHIND],
    },
    SPACE,
  ],
  "mj-divider": [
    {
      name: "look",
      fields: [
        ...field("color", "border-color"),
        choice("border-style", "solid", "dashed", "dotted"),
        ...field("length", "border-width", "width"),
        ...ALIGN,
        ...BEHIND,
      ],
    },
    SPACE,
  ],
  "mj-spacer": [{ name: "look", fields: [...field("length", "height"), ...BEHIND] }],
  "mj-table": [
    { name: "words", fields: [...ALIGN, ...WORDS] },
    { name: "look", fields: [...field("length", "width"), ...BEHIND] },
    SPACE,
  ],
  "mj-raw": [],
  "mj-navbar-link": [
    { name: "content", fields: field("address", "href") },
    { name: "words", fields: WORDS },
    SPACE,
  ],
  "mj-social-element": [
    {
      name: "content",
      fields: [...field("network", "name"), ...field("address", "href"), ...field("text", "alt")],
    },
    { name: "look", fields: [...GROUND, ...field("color", "color"), ...RADIUS] },
    SPACE,
  ],
  "mj-wrapper": [{ name: "look", fields: [...GROUND, ...PICTURE, ...RADIUS, ...BORDER] }, SPACE],
  "mj-section": [
    {
      name: "look",
      fields: [
        ...GROUND,
        ...PICTURE,
        ...RADIUS,
        ...BORDER,
        ...field("align", "text-align"),
        choice("direction", "ltr", "rtl"),
        choice("full-width", "full-width"),
      ],
    },
    SPACE,
  ],
  "mj-group": [{ name: "look", fields: [...field("length", "width"), ...GROUND, VERTICAL] }],
  "mj-column": [
    { name: "look", fields: [...field("length", "width"), ...GROUND, VERTICAL, ...RADIUS, ...BORDER] },
    SPACE,
  ],
  "mj-hero": [
    { name: "look", fields: [...GROUND, ...PICTURE, ...field("length", "height"), VERTICAL, ...RADIUS] },
    SPACE,
  ],
  "mj-navbar": [{ name: "look", fields: [...ALIGN, choice("hamburger", "hamburger")] }],
  "mj-social": [
    {
      name: "look",
      fields: [
        choice("mode", "horizontal", "vertical"),
        ...ALIGN,
        ...field("length", "icon-size"),
        ...RADIUS,
      ],
    },
    { name: "words", fields: WORDS },
    SPACE,
  ],
};

const LENGTH = /^-?\d+(?:\.\d+)?(?:px|%|em|rem)?$/;

export function isLength(value: string): boolean {
  return LENGTH.test(value.trim()) || value === "auto" || value === "none" || value.includes("{{");
}

/** A bare number is one of pixels, but for a line height, which may be a factor. */
export function tidyLength(value: string, name: string): string {
  const text = value.trim();
  return /^\d+(?:\.\d+)?$/.test(text) && (name !== "line-height" || Number(text) > 5) ? `${text}px` : text;
}
