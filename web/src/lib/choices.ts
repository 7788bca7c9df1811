import type { ConsentPurpose, ConsentState, MemberRole, OrganizationType, Plan } from "./api-types";

/** The closed sets of the API, in the order in which forms offer them. */
export const ORGANIZATION_TYPES: readonly OrganizationType[] = [
  "general",
  "immigration",
  "solicitor",
  "education",
  "healthcare",
  "agency",
];
export const PLANS: readonly Plan[] = ["free", "starter", "pro", "enterprise"];
/** Roles that exist inside an organisation. */
export const MEMBER_ROLES: readonly MemberRole[] = ["admin", "agent", "user"];
export const CONSENT_PURPOSES: readonly ConsentPurpose[] = ["marketing_mail", "recording", "ai_processing"];
export const CONSENT_STATES: readonly ConsentState[] = ["granted", "denied", "unknown"];
