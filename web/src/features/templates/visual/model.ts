/**
 * A visual template is the tree of its MJML: what the canvas shows, what is saved as `design`, and what
 * `to-mjml.ts` writes into `html_code` are the same nodes, so that nothing can be lost on the way.
 * Ids live in the browser only: they are made when a tree is read or a block is added.
 */
export type Attributes = Readonly<Record<string, string>>;

/** An MJML element that holds others: mj-wrapper, mj-section, mj-group, mj-column, mj-hero, mj-navbar, mj-social. */
export type Box = {
  id: string;
  kind: "box";
  tag: BoxTag;
  attributes: Attributes;
  children: readonly Node[];
};

/** An MJML element with HTML (and Liquid) inside, kept as it was written. */
export type Leaf = {
  id: string;
  kind: "leaf";
  tag: LeafTag;
  attributes: Attributes;
  /** Inner HTML; empty for mj-image, mj-divider, mj-spacer. */
  html: string;
};

/** `{% if %}`, `{% unless %}` or `{% case %}` around whole elements. */
export type Condition = { id: string; kind: "condition"; branches: readonly Branch[] };
/** `tag` is the opening tag's inside, such as `if a == b`, `elsif c`, `else`, `unless d`. */
export type Branch = { tag: string; children: readonly Node[] };

/** `{% for %}` around whole elements; `tag` is its inside, such as `for item in items`. */
export type Loop = {
  id: string;
  kind: "loop";
  tag: string;
  children: readonly Node[];
  /** What stands between `{% else %}` and `{% endfor %}`, if there is an else. */
  otherwise?: readonly Node[];
};

/** A piece that the canvas cannot show, kept to the letter: comments, `{% assign %}`, tags it does not know. */
export type Verbatim = { id: string; kind: "verbatim"; code: string };

export type Node = Box | Leaf | Condition | Loop | Verbatim;

export type BoxTag =
  | "mj-wrapper"
  | "mj-section"
  | "mj-group"
  | "mj-column"
  | "mj-hero"
  | "mj-navbar"
  | "mj-social";

export type LeafTag =
  | "mj-text"
  | "mj-button"
  | "mj-image"
  | "mj-divider"
  | "mj-spacer"
  | "mj-table"
  | "mj-raw"
  | "mj-navbar-link"
  | "mj-social-element";

/** The defaults of the head: `<mj-attributes>` read into tables; whatever else stands there is kept as written. */
export type Head = {
  /** By tag; `mj-all` counts for every tag. */
  defaults: Readonly<Record<string, Attributes>>;
  /** By class name (`mj-class`). */
  classes: Readonly<Record<string, Attributes>>;
  /** `mj-style`, `mj-font`, `mj-breakpoint`, `mj-title`, `mj-preview`, comments and Liquid, in their order. */
  rest: readonly string[];
};

export type Design = {
  version: 1;
  /** Attributes of `<mjml>`. */
  root: Attributes;
  head: Head;
  /** Attributes of `<mj-body>`: background-color, width, css-class. */
  body: Attributes;
  children: readonly Node[];
};

/** Why a source cannot become blocks; line and column from 1. */
export type Obstacle = { message: ObstacleReason; detail: string; line: number; column: number };
export type ObstacleReason = "not_mjml" | "unclosed" | "crossing" | "stray_close" | "broken_tag";

export type Reading = { design: Design; verbatim: number } | { obstacle: Obstacle };
