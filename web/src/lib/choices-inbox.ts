import type {
  FilterAction,
  FilterField,
  ReceivedKind,
  ReceivedSource,
  ReceivedState,
} from "./api-types-inbox";

/** The closed sets of mail that arrives, in the order in which forms offer them. */
export const RECEIVED_STATES: readonly ReceivedState[] = ["parsed", "dropped", "unparsable", "received"];
export const RECEIVED_KINDS: readonly ReceivedKind[] = [
  "message",
  "list",
  "auto_reply",
  "bounce",
  "delay",
  "complaint",
  "receipt",
];
export const RECEIVED_SOURCES: readonly ReceivedSource[] = ["smtp", "imap", "webhook"];
export const FILTER_ACTIONS: readonly FilterAction[] = ["tag", "route", "drop"];
export const FILTER_FIELDS: readonly FilterField[] = [
  "from",
  "to",
  "cc",
  "subject",
  "body",
  "header",
  "has_attachment",
  "size_kb",
  "kind",
  "spam",
  "authentication",
];
