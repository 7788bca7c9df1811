/** The shapes of the template library, its analytics and the platform's side of them; their source is api.gen.ts. */
import type { components } from "./api.gen";
import type { MailLocale, SourceFormat, TemplateCategory, TemplateType } from "./api-types-mail";

type Schemas = components["schemas"];

export type TemplateStatus = Schemas["TemplateStatus"];
export type BulkAction = Schemas["BulkIn"]["action"];
export type BulkResult = Schemas["BulkResultOut"];

export type Starter = Schemas["GalleryItemOut"];

export type SourceChange = { code: string; message: string; line: number; column: number; count: number };
export type SourceProblem = {
  level: "error" | "warning";
  code: string;
  message: string;
  line: number;
  column: number;
  field: string;
};
export type ImportedSource = {
  name: string;
  source_format: SourceFormat;
  subject: string;
  preheader: string;
  html_code: string;
  text_code: string;
  type: TemplateType;
  category: TemplateCategory;
  changes: SourceChange[];
  problems: SourceProblem[];
  preview_html: string;
};
export type EntryChoice = "copy" | "replace" | "skip";
export type PlanEntry = {
  entry: string;
  name: string;
  type: TemplateType;
  locale: MailLocale;
  conflict: { id: number; name: string; version: number } | null;
  choice: EntryChoice;
  changes: SourceChange[];
  problems: SourceProblem[];
  images: number;
  template_id?: number | null;
};
export type ImportPlan = { applied: boolean; items: PlanEntry[] };

export type Counts = Schemas["MailCountsOut"];
export type Analytics = Schemas["AnalyticsOut"];

export type TypeLock = Schemas["TypeLockOut"];
export type LockInput = Schemas["TypeLockIn"];

export type RolePermission = Schemas["RolePermissionOut"];
export type UsageCounts = Schemas["UsageCountsOut"];
export type UsageRow = Schemas["TemplateUsageOut"];
