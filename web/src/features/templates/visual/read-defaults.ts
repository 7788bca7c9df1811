import type { Attributes } from "./model";
import type { Markup, Token } from "./read-markup";

export type Defaults = {
  defaults: Record<string, Attributes>;
  classes: Record<string, Attributes>;
};

/** Reads `<mj-attributes>` into `into` and gives its end; null when more than plain elements stands in it. */
export function readDefaults(markup: Markup, token: Token, into: Defaults): number | null {
  if (token.kind !== "open" || token.name !== "mj-attributes") return null;
  if (token.closed) return token.end;
  const closing = markup.closing(token.name, token.end);
  const found = closing && elements(markup, token.end, closing.start);
  if (!found) return null;
  for (const { name, attributes } of found) {
    const { name: key = "", ...others } = attributes;
    if (name === "mj-class") into.classes[key] = { ...into.classes[key], ...others };
    else into.defaults[name] = { ...into.defaults[name], ...attributes };
  }
  return closing.end;
}

function elements(
  markup: Markup,
  start: number,
  end: number,
): { name: string; attributes: Attributes }[] | null {
  const found: { name: string; attributes: Attributes }[] = [];
  for (let position = start; position < end; ) {
    const token = markup.next(position);
    if (token?.kind === "open" && token.attributes && (token.closed || endsAtOnce(markup, token))) {
      found.push({ name: token.name, attributes: token.attributes });
    } else if (token?.kind !== "close" && (token?.kind !== "text" || markup.of(token).trim())) {
      return null;
    }
    position = token?.end ?? end;
  }
  return found;
}

function endsAtOnce(markup: Markup, { name, end }: Token & { kind: "open" }): boolean {
  const closing = markup.closing(name, end);
  return closing !== null && !markup.source.slice(end, closing.start).trim();
}
