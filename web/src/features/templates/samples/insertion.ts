/** The kind of data under which a placeholder is dragged, beside plain text for any other field. */
export const PLACEHOLDER_TYPE = "application/x-frontdesk-placeholder";

/** Replaces the selected part of `text`; gives the new text and where the cursor stands after it. */
export function insertAt(
  text: string,
  insert: string,
  start: number = text.length,
  end: number = start,
): { text: string; cursor: number } {
  const from = Math.max(0, Math.min(start, text.length));
  const to = Math.max(from, Math.min(end, text.length));
  return { text: text.slice(0, from) + insert + text.slice(to), cursor: from + insert.length };
}

/** How a placeholder is written in a template; a list is written as the loop over it. */
export function snippetFor(name: string, kind: string): string {
  if (kind === "list") return `{% for item in ${name} %}\n  {{ item }}\n{% endfor %}`;
  if (kind === "datetime") return `{{ ${name} | datetime }}`;
  return `{{ ${name} }}`;
}

export function showSample(sample: unknown): string {
  if (Array.isArray(sample)) return `[${sample.length}]`;
  if (typeof sample === "object" && sample !== null) return "{…}";
  return String(sample ?? "");
}

type Written = { html_code: string; subject?: string; preheader?: string; text_code?: string };

/** Names that a type of mail requires and nothing of what is written mentions. */
export function unusedIn(
  placeholders: readonly { name: string; required: boolean }[],
  { html_code, subject = "", preheader = "", text_code = "" }: Written,
): Set<string> {
  const liquid =
    [html_code, subject, preheader, text_code].join("\n").match(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g) ?? [];
  const names = new Set(liquid.flatMap((piece) => piece.match(/[A-Za-z_][\w.]*/g) ?? []));
  return new Set(
    placeholders.filter(({ name, required }) => required && !names.has(name)).map(({ name }) => name),
  );
}
