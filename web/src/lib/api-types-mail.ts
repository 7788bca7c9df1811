/** Shapes of the template and mail routes. */
import type { MailDirection, PersonRef } from "./api-types";

export type TemplateType =
  | "welcome"
  | "reset_email"
  | "email_confirmation"
  | "invitation"
  | "security_notice"
  | "ticket_confirmation"
  | "ticket_response"
  | "meeting_invitation"
  | "meeting_reminder"
  | "meeting_cancelled"
  | "meeting_followup"
  | "newsletter"
  | "order_confirmation"
  | "custom";
export type TemplateCategory = "transactional" | "marketing" | "system";
export type FromAddressType =
  | "transactional_email"
  | "marketing_email"
  | "transactional_email_2"
  | "marketing_email_2";
export type SourceFormat = "html" | "mjml" | "visual";
export type MailLocale = "en" | "es";

export type Template = {
  id: number;
  name: string;
  description: string;
  type: TemplateType;
  category: TemplateCategory;
  locale: MailLocale;
  subject: string;
  is_active: boolean;
  is_default: boolean;
  source_format: SourceFormat;
  /** Null: a global default that serves every organisation without its own. */
  organization_id: string | null;
  version: number;
  from_email_address_type: FromAddressType;
  email_main_logo_image: string;
  created_by: PersonRef | null;
  created_at: string;
  updated_at: string;
  can_edit: boolean;
  stats: { sent: number; opened: number };
};

export type TemplateField = "html_code" | "subject" | "preheader" | "text_code";
/** `line` and `column` count from 1 and are 0 where there is no place to point at. */
export type TemplateProblem = {
  level: "error" | "warning";
  code: string;
  message: string;
  line: number;
  column: number;
  field: string;
};
export type TemplateDetail = Template & {
  html_code: string;
  text_code: string;
  preheader: string;
  design: Record<string, unknown> | null;
  problems: TemplateProblem[];
};

export type TemplateContent = {
  name: string;
  description: string;
  category: TemplateCategory;
  subject: string;
  preheader: string;
  html_code: string;
  text_code: string;
  source_format: SourceFormat;
  from_email_address_type: FromAddressType;
  email_main_logo_image: string;
};
export type TemplateInput = Partial<TemplateContent> & {
  name: string;
  type: TemplateType;
  locale: MailLocale;
  subject: string;
  html_code: string;
  is_default?: boolean;
};
export type TemplateChange = Partial<TemplateContent> & {
  version: number;
  is_active?: boolean;
  is_default?: boolean;
};

export type SampleData = Record<string, unknown>;
export type PreviewInput = {
  html_code: string;
  subject?: string;
  preheader?: string;
  text_code?: string;
  source_format?: SourceFormat;
  type?: TemplateType;
  category?: TemplateCategory;
  locale?: MailLocale;
  email_main_logo_image?: string;
  sample_data?: SampleData;
};
export type MissingPlaceholder = {
  name: string;
  line: number;
  column: number;
  field: string;
  /** Unknown to this type of mail, or declared but without a value in the data. */
  reason: "unknown" | "missing";
};
export type Preview = {
  preview_html: string;
  subject: string;
  preheader: string;
  text: string;
  missing: MissingPlaceholder[];
  warnings: TemplateProblem[];
};

export type TypeInfo = {
  type: TemplateType;
  label: string;
  category: TemplateCategory;
  description: string;
  from_email_address_type: FromAddressType;
};
export type PlaceholderKind = "text" | "url" | "datetime" | "number" | "list" | "object";
export type Placeholder = {
  name: string;
  label: string;
  description: string;
  kind: PlaceholderKind;
  required: boolean;
  sample: unknown;
};
export type Placeholders = { type: TemplateType; placeholders: Placeholder[]; sample_data: SampleData };
export type Starter = Pick<
  TemplateContent,
  "name" | "description" | "subject" | "preheader" | "html_code" | "text_code" | "source_format"
> & { type: TemplateType; locale: MailLocale };

export type TemplateVersion = {
  version: number;
  name: string;
  subject: string;
  created_at: string;
  created_by: PersonRef | null;
};
export type TemplateVersionDetail = TemplateVersion &
  Pick<TemplateContent, "description" | "preheader" | "html_code" | "text_code" | "source_format">;

export type Accepted = {
  message_id: string;
  status: string;
  messages: { message_id: string; to: string; status: string }[];
};

export type MessageStatus =
  | "queued"
  | "sending"
  | "sent"
  | "delivered"
  | "bounced"
  | "complained"
  | "failed"
  | "cancelled";
export type Message = {
  id: string;
  direction: MailDirection;
  status: string;
  from_address: string;
  to_address: string;
  subject: string;
  type: string;
  template_id: number | null;
  created_at: string;
  sent_at: string | null;
  tries: number;
  last_error: string;
  has_attachments: boolean;
};
export type Attachment = { index: number; filename: string; content_type: string; size: number };
export type MessageDetail = Message & {
  html: string;
  text: string;
  headers: string[][];
  attachments: Attachment[];
  cc: string[];
  reply_to: string;
  template_version: number | null;
  provider: string;
  provider_id: string;
  next_attempt_at: string | null;
  related: Record<string, unknown>;
  events: { at: string; status: string; detail: string }[];
};
