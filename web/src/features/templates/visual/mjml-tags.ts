import type { BoxTag, LeafTag } from "./model";

export const BOXES: ReadonlySet<string> = new Set<BoxTag>([
  "mj-wrapper",
  "mj-section",
  "mj-group",
  "mj-column",
  "mj-hero",
  "mj-navbar",
  "mj-social",
]);
export const LEAVES: ReadonlySet<string> = new Set<LeafTag>([
  "mj-text",
  "mj-button",
  "mj-image",
  "mj-divider",
  "mj-spacer",
  "mj-table",
  "mj-raw",
  "mj-navbar-link",
  "mj-social-element",
]);
export const BLOCKS = new Set(["if", "unless", "case", "for"]);
export const KEPT_WHOLE = new Set(["capture", "comment", "raw", "doc"]);
export const BETWEEN = new Set(["else", "elsif", "when"]);

/** Whether a Liquid tag ends the running branch of a block that `opened` began. */
export function endsBranch(tag: string, opened: string): boolean {
  if (tag === `end${opened}`) return true;
  if (opened === "for" || opened === "unless")
    return tag === "else" || (opened === "unless" && tag === "elsif");
  return BETWEEN.has(tag);
}
