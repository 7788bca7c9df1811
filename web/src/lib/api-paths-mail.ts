/** The template and mail routes in the layout of openapi-typescript. */
import type { Cursor, Id, Op, OpWithBody } from "./api-paths";
import type { MailDirection, Page } from "./api-types";
import type {
  Accepted,
  MailLocale,
  Message,
  MessageDetail,
  MessageStatus,
  Placeholders,
  Preview,
  PreviewInput,
  SampleData,
  Starter,
  Template,
  TemplateCategory,
  TemplateChange,
  TemplateDetail,
  TemplateInput,
  TemplateType,
  TemplateVersion,
  TemplateVersionDetail,
  TypeInfo,
} from "./api-types-mail";

type Version = { path: { id: string; number: string } };
type OfType = { query: { type: TemplateType; locale?: MailLocale } };

export type MailPaths = {
  "/api/email-templates": {
    get: Op<
      Page<Template>,
      {
        query: Cursor & {
          q?: string;
          type?: TemplateType;
          category?: TemplateCategory;
          locale?: MailLocale;
          is_active?: boolean;
          is_global?: boolean;
          sort?: "updated" | "name";
        };
      }
    >;
    post: OpWithBody<TemplateDetail, { body: TemplateInput }>;
  };
  "/api/email-templates/{id}": {
    get: Op<TemplateDetail, Id>;
    patch: OpWithBody<TemplateDetail, Id & { body: TemplateChange }>;
    delete: Op<unknown, Id>;
  };
  "/api/email-templates/preview": { post: OpWithBody<Preview, { body: PreviewInput }> };
  "/api/email-templates/types": { get: Op<Page<TypeInfo>> };
  "/api/email-templates/placeholders": { get: Op<Placeholders, OfType> };
  "/api/email-templates/starters": { get: Op<Starter, OfType> };
  "/api/email-templates/{id}/duplicate": { post: Op<TemplateDetail, Id> };
  "/api/email-templates/{id}/test-email": {
    post: OpWithBody<Accepted, Id & { body: { to: string; sample_data?: SampleData } }>;
  };
  "/api/email-templates/{id}/versions": { get: Op<Page<TemplateVersion>, Id & { query: Cursor }> };
  "/api/email-templates/{id}/versions/{number}": { get: Op<TemplateVersionDetail, Version> };
  "/api/email-templates/{id}/versions/{number}/restore": {
    post: OpWithBody<TemplateDetail, Version & { body: { version: number } }>;
  };
  "/api/mail/messages": {
    get: Op<
      Page<Message>,
      {
        query: Cursor & {
          q?: string;
          status?: MessageStatus;
          direction?: MailDirection;
          template_id?: number;
          type?: TemplateType;
        };
      }
    >;
  };
  "/api/mail/messages/{id}": { get: Op<MessageDetail, Id> };
  "/api/mail/messages/{id}/cancel": { post: Op<MessageDetail, Id> };
  "/api/mail/messages/{id}/retry": { post: Op<MessageDetail, Id> };
};
