import vocabulary from "./vocabulary.json";

/** What the text before the cursor asks for inside Liquid: a placeholder, a filter behind `|`, a tag, or nothing. */
export type Wanted = "placeholder" | "filter" | "tag" | null;

export function wantedAt(before: string): Wanted {
  const output = before.lastIndexOf("{{");
  const tag = before.lastIndexOf("{%");
  const open = Math.max(output, tag);
  if (open < 0) return null;
  const inside = before.slice(open + 2);
  if (inside.includes(open === output ? "}}" : "%}")) return null;
  if (/\|\s*\w*$/.test(inside)) return "filter";
  if (open === output) return /^-?\s*[\w.]*$/.test(inside) ? "placeholder" : null;
  if (/^-?\s*\w*$/.test(inside)) return "tag";
  return /[\s(=<>][\w.]*$/.test(inside) ? "placeholder" : null;
}

/** How many characters before the cursor belong to the word being typed; a dotted name is one word. */
export function typedLength(before: string): number {
  return before.match(/[\w.]*$/)?.[0].length ?? 0;
}

/** Where in the markup the cursor stands. */
export type MarkupPlace =
  | { kind: "element"; parent: string | null }
  | { kind: "closing"; tag: string | null }
  | { kind: "attribute"; tag: string; used: readonly string[] }
  | { kind: "value"; tag: string; attribute: string }
  | { kind: "text"; parent: string | null; startsLine: boolean };

export const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const TAG = /<!--[\s\S]*?-->|<(\/?)([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>/gi;
const UNFINISHED = /<(\/?)([a-z][\w:-]*)?((?:"[^"]*"|'[^']*'|[^"'<>])*)(?:"[^"]*|'[^']*)?$/i;

export function markupAt(before: string): MarkupPlace {
  const text = withoutLiquid(before);
  const open = openTags(text);
  const parent = open.at(-1) ?? null;
  const unfinished = text.match(UNFINISHED);
  if (!unfinished || isInsideComment(text)) {
    return { kind: "text", parent, startsLine: /(?:^|\n)[^\S\n]*[\w-]*$/.test(text) };
  }
  const [whole, slash, tag = "", rest = ""] = unfinished;
  if (slash) return { kind: "closing", tag: parent };
  if (!/^\s/.test(rest)) return { kind: "element", parent };
  const value = whole.match(/([\w:-]+)\s*=\s*(?:"[^"]*|'[^']*)$/);
  if (value?.[1] && (whole.match(/["']/g)?.length ?? 0) % 2 === 1) {
    return { kind: "value", tag: tag.toLowerCase(), attribute: value[1].toLowerCase() };
  }
  const used = [...rest.matchAll(/([\w:-]+)\s*=/g)].map((each) => (each[1] ?? "").toLowerCase());
  return { kind: "attribute", tag: tag.toLowerCase(), used };
}

/** Liquid may hold quotes and angle brackets; as many spaces stand in for it. */
function withoutLiquid(text: string): string {
  return text.replace(LIQUID, (piece) => " ".repeat(piece.length));
}

function isInsideComment(text: string): boolean {
  return text.lastIndexOf("<!--") > text.lastIndexOf("-->");
}

/** Names of the elements that are open at the end of a text, the outermost first. */
export function openTags(text: string): string[] {
  const open: string[] = [];
  for (const [, slash, name, rest = ""] of text.matchAll(TAG)) {
    const tag = name?.toLowerCase();
    if (!tag || VOID.has(tag) || rest.endsWith("/")) continue;
    if (!slash) open.push(tag);
    else if (open.includes(tag)) open.length = open.lastIndexOf(tag);
  }
  return open;
}

/** What `>` closes: the element whose opening tag ends at the cursor and wants a closing one. */
export function closingFor(before: string, after: string): string | null {
  const text = withoutLiquid(before);
  if (wantedAt(before) || isInsideComment(text)) return null;
  const opened = text.match(/<([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>$/i);
  const tag = opened?.[1];
  if (!tag || opened[2]?.endsWith("/") || VOID.has(tag.toLowerCase())) return null;
  return after.toLowerCase().startsWith(`</${tag.toLowerCase()}`) ? null : tag;
}

/** Whether a typed `}` or `%` is the one that stands there already, put there when the braces were opened. */
export function isOwnClose(before: string, after: string, key: string): boolean {
  const at = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (at < 0) return false;
  const close = before[at + 1] === "{" ? "}}" : "%}";
  const inside = before.slice(at + 2);
  if (inside.includes(close)) return false;
  const rest = inside.endsWith(close.charAt(0)) ? close.charAt(1) : close;
  return key === rest.charAt(0) && after.startsWith(rest);
}

/** How many signs behind the cursor close once more what was closed just before it. */
export function spareClose(before: string, after: string): number {
  const close = before.slice(-2);
  if ((close !== "}}" && close !== "%}") || !after.startsWith(close)) return 0;
  const at = before.lastIndexOf(close === "}}" ? "{{" : "{%");
  return at >= 0 && before.indexOf(close, at + 2) === before.length - 2 ? 2 : 0;
}

export function isMjml(text: string): boolean {
  return /^(?:\s|<!--[\s\S]*?-->|\{%[\s\S]*?%\})*<mjml[\s>]/i.test(text);
}

const listed = (words: string) => words.split(" ").filter(Boolean);
export const FILTERS = listed(vocabulary.filters);
export const HTML_TAGS = listed(vocabulary.html);
const MJML: Record<string, string> = vocabulary.mjml;
const PER_TAG: Record<string, string> = vocabulary.perTag;
const HTML_INSIDE = new Set(listed(vocabulary.htmlInside));

/** What MJML lets stand in what; an element that is not named takes HTML or nothing. */
const CHILDREN: Record<string, string> = {
  mjml: "mj-head mj-body",
  "mj-head": "mj-attributes mj-breakpoint mj-font mj-preview mj-style mj-title mj-raw",
  "mj-attributes": Object.keys(MJML)
    .filter((tag) => !/^(mjml|mj-head|mj-attributes|mj-raw)$/.test(tag))
    .join(" "),
  "mj-body": "mj-section mj-wrapper mj-hero mj-raw",
  "mj-wrapper": "mj-section mj-hero mj-raw",
  "mj-section": "mj-column mj-group mj-raw",
  "mj-group": "mj-column mj-raw",
  "mj-navbar": "mj-navbar-link mj-raw",
  "mj-social": "mj-social-element mj-raw",
};
const CONTENT = "mj-text mj-button mj-image mj-divider mj-spacer mj-table mj-social mj-navbar mj-raw";

export function elementsFor(parent: string | null, mjml: boolean): readonly string[] {
  if (!mjml) return HTML_TAGS;
  if (parent === null) return ["mjml"];
  if (parent === "mj-attributes") return ["mj-all", "mj-class", ...listed(CHILDREN[parent] ?? "")];
  if (parent === "mj-column" || parent === "mj-hero") return listed(CONTENT);
  if (parent in CHILDREN) return listed(CHILDREN[parent] ?? "");
  return HTML_INSIDE.has(parent) || !(parent in MJML) ? HTML_TAGS : [];
}

export function attributesFor(tag: string): readonly string[] {
  if (tag in MJML) return [...new Set([...listed(MJML[tag] ?? ""), "mj-class", "css-class"])].sort();
  if (tag === "mj-all" || tag === "mj-class") {
    const every = new Set(Object.values(MJML).flatMap(listed));
    return [...(tag === "mj-class" ? ["name"] : []), ...[...every].sort()];
  }
  return [...listed(PER_TAG[tag] ?? ""), ...listed(vocabulary.everywhere)];
}

/** Attributes with a closed set of values. */
const VALUES: Record<string, string> = {
  align: "left center right justify",
  "text-align": "left center right",
  "vertical-align": "top middle bottom",
  direction: "ltr rtl",
  dir: "ltr rtl",
  "full-width": "full-width",
  "fluid-on-mobile": "true",
  "font-weight": "normal bold 400 500 600 700",
  "font-style": "normal italic",
  "text-decoration": "none underline",
  "text-transform": "none uppercase lowercase capitalize",
  "border-style": "solid dashed dotted",
  "background-repeat": "no-repeat repeat",
  "background-size": "auto cover contain",
  hamburger: "hamburger",
  mode: "horizontal vertical fixed-height fluid-height",
  target: "_blank",
  inline: "inline",
  role: "presentation",
  position: "file-start",
};

export function valuesFor(tag: string, attribute: string): readonly string[] {
  if (tag === "mj-hero" && attribute === "mode") return ["fixed-height", "fluid-height"];
  if (tag === "mj-social" && attribute === "mode") return ["horizontal", "vertical"];
  return listed(VALUES[attribute] ?? "");
}

/** Each with the text it puts in; `$1` and `$0` are where the cursor stops. */
export const TAGS: readonly { name: string; snippet: string }[] = [
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the editor's snippet syntax
  { name: "if", snippet: "if ${1:name} %}$0{% endif" },
  { name: "unless", snippet: "unless ${1:name} %}$0{% endunless" },
  { name: "for", snippet: "for ${1:item} in ${2:items} %}$0{% endfor" },
  { name: "case", snippet: "case ${1:name} %}{% when ${2:value} %}$0{% endcase" },
  { name: "when", snippet: "when ${1:value}" },
  { name: "assign", snippet: "assign ${1:name} = $0" },
  { name: "capture", snippet: "capture ${1:name} %}$0{% endcapture" },
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the editor's snippet syntax
  { name: "else", snippet: "else" },
  { name: "elsif", snippet: "elsif $0" },
  { name: "endif", snippet: "endif" },
  { name: "endunless", snippet: "endunless" },
  { name: "endfor", snippet: "endfor" },
  { name: "endcase", snippet: "endcase" },
  { name: "break", snippet: "break" },
  { name: "continue", snippet: "continue" },
  { name: "comment", snippet: "comment %}$0{% endcomment" },
];
