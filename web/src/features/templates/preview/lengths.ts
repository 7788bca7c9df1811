/**
 * About where lists of mails cut, in characters: phones held upright, and desktops with a reading pane. The same as
 * in the checks before activation (`rendering/checks/wording.py`).
 */
export const CUTS = {
  subject: { phone: 40, desktop: 70 },
  preheader: { phone: 45, desktop: 130 },
} as const;

export type LineField = keyof typeof CUTS;
export type Verdict = "empty" | "fits" | "phone" | "both";

/** Which lists cut a text of this length. */
export function verdictOn(field: LineField, length: number): Verdict {
  if (length === 0) return "empty";
  if (length > CUTS[field].desktop) return "both";
  return length > CUTS[field].phone ? "phone" : "fits";
}

export function cutAt(text: string, room: number): string {
  const characters = [...text];
  return characters.length > room ? `${characters.slice(0, room).join("").trimEnd()}…` : text;
}

/** The name that is being typed behind `{{` at the cursor, and where it begins; null where none is. */
export function openPlaceholder(text: string, cursor: number): { typed: string; start: number } | null {
  const found = text.slice(0, cursor).match(/\{\{\s*([\w.]*)$/);
  return found ? { typed: found[1] ?? "", start: cursor - (found[1]?.length ?? 0) } : null;
}

/** The text with a name put in for what was typed, closed where it is not closed yet, and the cursor behind it. */
export function complete(text: string, cursor: number, name: string): { text: string; cursor: number } {
  const open = openPlaceholder(text, cursor);
  if (!open) return { text, cursor };
  const before = text.slice(0, open.start).replace(/\{\{\s*$/, "{{ ");
  const rest = text.slice(cursor);
  const closed = /^\s*\}\}/.test(rest);
  const inserted = `${before}${name}${closed ? "" : " }}"}`;
  const behind = closed ? (rest.match(/^\s*\}\}/)?.[0].length ?? 0) : 0;
  return { text: inserted + rest, cursor: inserted.length + behind };
}

/** What fits the typed beginning, names before labels, and beginnings before what merely holds it. */
export function offer<T extends { name: string }>(
  placeholders: readonly T[],
  typed: string,
  labelOf: (placeholder: T) => string,
): T[] {
  const wanted = typed.toLowerCase();
  const rank = (each: T) => {
    const name = each.name.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.split(".").some((part) => part.startsWith(wanted))) return 1;
    return `${name} ${labelOf(each).toLowerCase()}`.includes(wanted) ? 2 : 3;
  };
  return placeholders.filter((each) => rank(each) < 3).toSorted((one, other) => rank(one) - rank(other));
}
