/** The shapes of the campaigns' routes under the names the web app uses; their source is api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type Campaign = Schemas["CampaignOut"];
export type CampaignDetail = Schemas["CampaignDetailOut"];
export type CampaignState = Schemas["CampaignState"];
export type CampaignChange = Schemas["CampaignChangeIn"];
export type CampaignVariant = CampaignDetail["variants"][number];
export type CampaignAudience = Required<Schemas["AudienceIn"]>;
export type AudienceCount = Schemas["AudienceCountOut"];
export type CampaignCheck = Schemas["CampaignCheckOut"];
export type CampaignFinding = CampaignCheck["problems"][number];
export type CampaignProgress = Schemas["CampaignProgressOut"];
export type CampaignResults = Schemas["CampaignResultsOut"];
export type CampaignComparison = Schemas["CampaignComparisonOut"];
export type AbMetric = Schemas["AbMetric"];
export type CampaignCounts = CampaignResults["by_variant"][number];
export type CampaignLinks = Schemas["CampaignLinksOut"];
export type CampaignRecipient = Schemas["CampaignRecipientOut"];
export type RecipientResult = Schemas["RecipientResult"];

export const CAMPAIGN_STATES: readonly CampaignState[] = [
  "draft",
  "scheduled",
  "sending",
  "paused",
  "finished",
  "cancelled",
];
export const RECIPIENT_RESULTS: readonly RecipientResult[] = [
  "waiting",
  "queued",
  "sent",
  "delivered",
  "opened",
  "clicked",
  "unsubscribed",
  "bounced",
  "complained",
  "failed",
  "skipped",
  "cancelled",
];
export const AB_METRICS: readonly AbMetric[] = ["opens", "clicks", "replies"];
/** What variants are called, in the order of their positions. */
export const LETTERS = "ABCDE";
