/** What the text before the cursor asks for: a placeholder, a filter behind `|`, a Liquid tag, or nothing. */
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

export const FILTERS = [
  "default",
  "datetime",
  "date",
  "upcase",
  "downcase",
  "capitalize",
  "truncate",
  "truncatewords",
  "strip",
  "strip_html",
  "newline_to_br",
  "replace",
  "append",
  "prepend",
  "join",
  "size",
  "first",
  "last",
  "round",
  "plus",
  "minus",
  "url_encode",
  "contrast_text",
] as const;

/** Each with the text it puts in; `$1` and `$0` are where the cursor stops. */
export const TAGS: readonly { name: string; snippet: string }[] = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the editor's snippet syntax
  { name: "if", snippet: "if ${1:name} %}$0{% endif" },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the editor's snippet syntax
  { name: "unless", snippet: "unless ${1:name} %}$0{% endunless" },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the editor's snippet syntax
  { name: "for", snippet: "for ${1:item} in ${2:items} %}$0{% endfor" },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the editor's snippet syntax
  { name: "case", snippet: "case ${1:name} %}{% when ${2:value} %}$0{% endcase" },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the editor's snippet syntax
  { name: "assign", snippet: "assign ${1:name} = $0" },
  { name: "else", snippet: "else" },
  { name: "elsif", snippet: "elsif $0" },
  { name: "comment", snippet: "comment %}$0{% endcomment" },
];
