/** The shapes of the template library, its analytics and the platform's side of them; their source is api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type TemplateStatus = Schemas["TemplateStatus"];
export type BulkAction = Schemas["BulkIn"]["action"];
export type BulkResult = Schemas["BulkResultOut"];

export type Starter = Schemas["GalleryItemOut"];

export type SourceInput = Partial<
  Pick<Schemas["ImportSourceIn"], "source" | "url" | "name" | "store_images">
>;
/** What would become of a source. */
export type ImportedSource = Schemas["ImportSourceOut"];
export type SourceChange = Schemas["BundleChangeOut"] | ImportedSource["changes"][number];
export type SourceProblem = Schemas["BundleProblemOut"] | ImportedSource["problems"][number];
export type ImportPlan = Schemas["BundleOut"];
export type PlanEntry = Schemas["BundleItemOut"];
export type EntryChoice = PlanEntry["choice"];

export type Counts = Schemas["MailCountsOut"];
export type Analytics = Schemas["AnalyticsOut"];

export type TypeLock = Schemas["TypeLockOut"];
export type LockInput = Schemas["TypeLockIn"];

export type RolePermission = Schemas["RolePermissionOut"];
export type UsageCounts = Schemas["UsageCountsOut"];
export type UsageRow = Schemas["TemplateUsageOut"];
