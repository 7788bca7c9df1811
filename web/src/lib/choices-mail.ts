import type {
  FromAddressType,
  MailLocale,
  MessageStatus,
  SourceFormat,
  TemplateCategory,
  TemplateType,
} from "./api-types-mail";

/** The closed sets of templates and mail, in the order in which forms offer them. */
export const TEMPLATE_TYPES: readonly TemplateType[] = [
  "welcome",
  "email_confirmation",
  "reset_email",
  "invitation",
  "subscription_confirmation",
  "security_notice",
  "ticket_confirmation",
  "ticket_response",
  "meeting_invitation",
  "meeting_reminder",
  "meeting_cancelled",
  "meeting_followup",
  "newsletter",
  "order_confirmation",
  "ai_quota_warning",
  "custom",
];
export const TEMPLATE_CATEGORIES: readonly TemplateCategory[] = ["transactional", "marketing", "system"];
export const FROM_ADDRESS_TYPES: readonly FromAddressType[] = [
  "transactional_email",
  "transactional_email_2",
  "marketing_email",
  "marketing_email_2",
];
/** Formats a person can choose; `visual` belongs to designs made in blocks. */
export const CODE_FORMATS: readonly SourceFormat[] = ["html", "mjml"];
export const MAIL_LOCALES: readonly MailLocale[] = ["en", "es"];
export const MESSAGE_STATUSES: readonly MessageStatus[] = [
  "queued",
  "sending",
  "sent",
  "delivered",
  "bounced",
  "complained",
  "failed",
  "cancelled",
];
