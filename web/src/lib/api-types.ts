/** The shapes of the HTTP API under the names the web app uses; their source is the generated api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type Role = Schemas["Role"];
export type Locale = Schemas["Locale"];
export type OrganizationType = Schemas["OrganizationType"];
export type Plan = Schemas["Plan"];
export type ConsentPurpose = Schemas["ConsentPurpose"];
export type ConsentState = Schemas["ConsentState"];
/** A role inside an organisation. */
export type MemberRole = Schemas["InviteIn"]["role"];
export type PermissionKey = Schemas["Permission"];

export type Page<T> = { items: T[]; next_cursor?: string | null };
export type PersonRef = { id: string; full_name: string };

export type Me = Schemas["MeOut"];
export type Profile = Schemas["MyProfileOut"];
export type Person = Schemas["PersonOut"];
export type Organization = Schemas["OrganizationOut"];
export type Dashboard = Schemas["DashboardOut"];
export type MailSummary = Schemas["MessageOut"];
export type MailDirection = MailSummary["direction"];
export type AuditEntry = Schemas["AuditEntryOut"];
export type Invitation = Schemas["InvitationOut"];
export type InvitationStatus = Invitation["status"];
export type PublicInvitation = Schemas["InvitationPublicOut"];
export type Portal = Schemas["PortalOut"];
export type ApiKey = Schemas["ApiKeyOut"];
export type Contact = Schemas["ContactOut"];
export type ContactInput = Schemas["ContactIn"];
export type TimelineEntry = Schemas["TimelineEntryOut"];
export type Upload = Schemas["UploadOut"];
export type MyChange = Schemas["MeIn"];
export type NewApiKey = Schemas["ApiKeyIn"];
export type OrganizationChange = Schemas["OrganizationIn"];
