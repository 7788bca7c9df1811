/** The shapes of a mail that somebody writes; their source is api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type MailPreview = Schemas["SendPreviewOut"];
export type MailPreviewInput = Schemas["SendPreviewIn"];
export type MailInput = Schemas["SendIn"];
export type SentMail = Schemas["SendOut"];
export type MailPlaceholder = Schemas["DraftPlaceholderOut"];
export type MailRecipient = Schemas["DraftRecipientOut"];
