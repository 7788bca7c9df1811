/** Shapes of the HTTP API, written after its contract. */

export type Role = "superadmin" | "admin" | "agent" | "user";
export type Locale = "en" | "es";
export type OrganizationType =
  | "immigration"
  | "solicitor"
  | "education"
  | "healthcare"
  | "agency"
  | "general";
export type Plan = "free" | "starter" | "pro" | "enterprise";

export type Page<T> = { items: T[]; next_cursor: string | null };
export type PersonRef = { id: string; full_name: string };
export type ActorRef = PersonRef & { email: string };

export type Profile = {
  id: string;
  email: string;
  full_name: string;
  role: Role;
  timezone: string;
  locale: string;
  email_verified: boolean;
  is_active: boolean;
  created_at: string;
};
export type Person = Profile & { last_seen_at: string | null };

export type Organization = {
  id: string;
  name: string;
  slug: string;
  type: OrganizationType;
  plan: Plan;
  locale: string;
  timezone: string;
  logo_url: string | null;
  brand_color: string | null;
  support_address: string | null;
};
export type OrganizationSettings = Organization & { portal_open: boolean };
export type OrganizationRow = Organization & { created_at: string };

export type Impersonation = {
  organization_id: string;
  organization_name: string;
  expires_at: string;
  reason: string;
};

export type Me = {
  signed_in: boolean;
  profile: Profile | null;
  organization: Organization | null;
  permissions: string[];
  impersonation: Impersonation | null;
  features: { signup: boolean; oidc_providers: { id: string; name: string }[] };
  demo: boolean;
};

export type NextStepKey =
  | "confirm_email"
  | "complete_organization"
  | "invite_colleague"
  | "edit_template"
  | "activate_template"
  | "send_test"
  | "add_contact"
  | "secure_account";

export type MailDirection = "in" | "out";
export type MailSummary = {
  id: string;
  direction: MailDirection;
  status: string;
  from_address: string;
  to_address: string;
  subject: string;
  type: string | null;
  template_id: string | null;
  created_at: string;
  sent_at: string | null;
  tries: number;
  last_error: string | null;
  has_attachments: boolean;
};

export type AuditEntry = {
  id: number;
  action: string;
  actor: { id: string | null; full_name: string; email: string } | null;
  /** A platform administrator did it from inside the organisation. */
  is_impersonated: boolean;
  object_type: string;
  object_id: string;
  object_label: string;
  changes: Record<string, unknown>;
  ip_address: string | null;
  created_at: string;
};

export type Dashboard = {
  next_steps: { key: NextStepKey; done: boolean }[];
  counts: {
    people: number;
    contacts: number;
    templates_active: number;
    mails_last_7_days: number;
    mails_failed_last_7_days: number;
  };
  recent_mail: MailSummary[];
  recent_audit: AuditEntry[];
};

export type InvitationStatus = "pending" | "accepted" | "expired" | "revoked";
export type Invitation = {
  id: string;
  email: string;
  role: Role;
  status: InvitationStatus;
  invited_by: PersonRef | null;
  created_at: string;
  expires_at: string;
  accepted_at: string | null;
};
export type PublicInvitation = {
  email: string;
  role: Role;
  organization_name: string;
  expires_at: string;
  status: InvitationStatus;
};
export type Portal = {
  organization_name: string;
  brand_color: string | null;
  logo_url: string | null;
  open: boolean;
};

export type Permission = { key: string; label: string; roles: string[] };
export type ApiKey = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
  profile: ActorRef | null;
};
export type CreatedApiKey = ApiKey & { key: string };

export type ConsentPurpose = "marketing_mail" | "recording" | "ai_processing";
export type ConsentState = "granted" | "denied" | "unknown";
export type Consent = { state: ConsentState; at: string | null; text: string | null };
export type Contact = {
  id: string;
  email: string;
  full_name: string;
  phone: string;
  locale: string;
  timezone: string;
  fields: ContactFields;
  profile_id: string | null;
  consent: Record<ConsentPurpose, Consent>;
  suppression: {
    suppressed: boolean;
    reason: "hard_bounce" | "complaint" | "manual" | null;
    at: string | null;
  };
  created_at: string;
  updated_at: string;
};
export type ContactFields = Record<string, string | number | boolean | null>;
export type ContactInput = {
  email?: string;
  full_name?: string;
  phone?: string;
  locale?: string;
  timezone?: string;
  fields?: ContactFields;
};
export type TimelineEntry = {
  at: string;
  kind: string;
  title: string;
  detail: string | null;
  record_type: string | null;
  record_id: string | null;
};

export type Upload = {
  id: string;
  url: string;
  width: number | null;
  height: number | null;
  content_type: string;
  size: number;
};
