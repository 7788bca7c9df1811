import { merged } from "../actions";
import type { Design } from "../model";

export function withBody(design: Design, name: string, value: string | undefined): Design {
  return { ...design, body: merged(design.body, { [name]: value }) };
}

/** Sets what a tag has wherever nobody says otherwise; a tag without any is left out. */
export function withDefault(design: Design, tag: string, name: string, value: string | undefined): Design {
  const { [tag]: now = {}, ...others } = design.head.defaults;
  const next = merged(now, { [name]: value });
  const isEmpty = Object.keys(next).length === 0;
  // In its old place: a later `mj-all` would not count for more, but the code would move about.
  const defaults = isEmpty ? others : { ...design.head.defaults, [tag]: next };
  return { ...design, head: { ...design.head, defaults } };
}

const LINK = /^<mj-style inline="inline">a \{ color: (.+); \}<\/mj-style>$/;

/** MJML has no attribute for the colour of links: one rule of our own says it, after all others. */
export function linkColorOf(design: Design): string | null {
  const own = design.head.rest.map((piece) => LINK.exec(piece)?.[1]).find(Boolean);
  return own ?? null;
}

export function withLinkColor(design: Design, color: string | undefined): Design {
  const rest = design.head.rest.filter((piece) => !LINK.test(piece));
  const own = color ? [`<mj-style inline="inline">a { color: ${color}; }</mj-style>`] : [];
  return { ...design, head: { ...design.head, rest: [...rest, ...own] } };
}
