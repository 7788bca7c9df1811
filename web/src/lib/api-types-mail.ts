/** The shapes of the template and mail routes under the names the web app uses; their source is api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type TemplateType = Schemas["TemplateType"];
export type TemplateCategory = Schemas["TemplateCategory"];
export type FromAddressType = Schemas["FromAddressType"];
export type SourceFormat = Schemas["SourceFormat"];
export type MailLocale = Schemas["Locale"];

export type Template = Schemas["TemplateOut"];
/** `line` and `column` count from 1 and are 0 where there is no place to point at. */
export type TemplateProblem = Schemas["ProblemOut"];
export type TemplateDetail = Schemas["TemplateDetailOut"];
/** What a person writes in a template. */
export type TemplateContent = Pick<
  TemplateDetail,
  | "name"
  | "description"
  | "category"
  | "subject"
  | "preheader"
  | "html_code"
  | "text_code"
  | "source_format"
  | "from_email_address_type"
  | "email_main_logo_image"
  | "design"
>;
export type TemplateInput = Schemas["TemplateIn"];
export type TemplateVersion = Schemas["VersionOut"];
export type TemplateVersionDetail = Schemas["VersionDetailOut"];
/** A change of what a person writes, or of whether it serves. What is null in the API's own type stays as it is. */
export type TemplateChange = Partial<TemplateContent> &
  Pick<Schemas["TemplateChangeIn"], "version"> & {
    is_active?: boolean;
    is_default?: boolean;
    proposal_id?: string;
  };

export type SampleData = Placeholders["sample_data"];
export type PreviewInput = Schemas["PreviewIn"];
export type MissingPlaceholder = Schemas["MissingOut"];
export type Preview = Schemas["PreviewOut"];

export type Placeholder = Schemas["PlaceholderOut"];
export type Placeholders = Schemas["PlaceholdersOut"];

export type MessageStatus = Schemas["MessageStatus"];
export type Message = Schemas["MessageOut"];
export type MessageDetail = Schemas["MessageDetailOut"];
export type Engagement = Schemas["EngagementOut"];
