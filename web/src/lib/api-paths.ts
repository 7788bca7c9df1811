/** The routes of the HTTP API in the layout of openapi-typescript. */
import type { MailPaths } from "./api-paths-mail";
import type {
  ApiKey,
  AuditEntry,
  ConsentPurpose,
  ConsentState,
  Contact,
  ContactInput,
  CreatedApiKey,
  Dashboard,
  Invitation,
  InvitationStatus,
  Me,
  OrganizationRow,
  OrganizationSettings,
  OrganizationType,
  Page,
  Permission,
  Person,
  Plan,
  Portal,
  PublicInvitation,
  Role,
  TimelineEntry,
} from "./api-types";

type Json<T> = { content: { "application/json": T } };
type Parts = { query?: Record<string, unknown>; path?: Record<string, string>; body?: unknown };
/** One operation in openapi-typescript's layout: the answer `R`, then what the request takes. */
export type Op<R, P extends Parts = Record<never, never>> = {
  parameters: (P extends { path: infer X } ? { path: X } : { path?: never }) & {
    query?: P extends { query: infer Q } ? Q : never;
    header?: never;
    cookie?: never;
  };
  requestBody?: P extends { body: infer B } ? Json<B> : never;
  responses: { 200: { headers: Record<string, unknown> } & Json<R> };
};
export type OpWithBody<R, P extends Parts & { body: unknown }> = Omit<Op<R, P>, "requestBody"> & {
  requestBody: Json<P["body"]>;
};
export type Cursor = { cursor?: string; limit?: number };
export type Id = { path: { id: string } };
type Token = { path: { token: string } };
type Slug = { path: { slug: string } };

export type paths = {
  "/api/me": {
    get: Op<Me>;
    patch: OpWithBody<Me, { body: { full_name?: string; timezone?: string; locale?: string } }>;
  };
  "/api/dashboard": { get: Op<Dashboard> };
  "/api/organization": {
    get: Op<OrganizationSettings>;
    patch: OpWithBody<
      OrganizationSettings,
      {
        body: {
          name?: string;
          type?: OrganizationType;
          locale?: string;
          timezone?: string;
          brand_color?: string | null;
          support_address?: string | null;
          logo_upload_id?: string | null;
          portal_open?: boolean;
        };
      }
    >;
  };
  "/api/organizations": {
    get: Op<Page<OrganizationRow>, { query: Cursor & { q?: string; plan?: Plan; type?: OrganizationType } }>;
  };
  "/api/organizations/{id}": {
    patch: OpWithBody<
      OrganizationRow,
      Id & { body: { plan?: Plan; type?: OrganizationType; name?: string } }
    >;
  };
  "/api/impersonation": {
    post: OpWithBody<unknown, { body: { organization_id: string; minutes: number; reason: string } }>;
    delete: Op<unknown>;
  };
  "/api/people": {
    get: Op<Page<Person>, { query: Cursor & { q?: string; role?: Role; is_active?: boolean } }>;
  };
  "/api/people/{id}": {
    get: Op<Person, Id>;
    patch: OpWithBody<Person, Id & { body: { role?: Role; is_active?: boolean; full_name?: string } }>;
  };
  "/api/invitations": {
    get: Op<Page<Invitation>, { query: Cursor & { status?: InvitationStatus } }>;
    post: OpWithBody<
      Invitation,
      { body: { email: string; role: Role; message?: string; expires_in_days?: number } }
    >;
  };
  "/api/invitations/{id}/resend": { post: Op<Invitation, Id> };
  "/api/invitations/{id}": { delete: Op<unknown, Id> };
  "/api/invitations/by-token/{token}": { get: Op<PublicInvitation, Token> };
  "/api/invitations/by-token/{token}/accept": {
    post: OpWithBody<unknown, Token & { body: { full_name: string; password: string } }>;
  };
  "/api/portal/{slug}": { get: Op<Portal, Slug> };
  "/api/portal/{slug}/sign-up": {
    post: OpWithBody<unknown, Slug & { body: { email: string; full_name: string; password: string } }>;
  };
  "/api/permissions": { get: Op<Page<Permission>> };
  "/api/api-keys": {
    get: Op<Page<ApiKey>, { query: Cursor }>;
    post: OpWithBody<CreatedApiKey, { body: { name: string; scopes: string[]; expires_in_days?: number } }>;
  };
  "/api/api-keys/{id}": { delete: Op<unknown, Id> };
  "/api/audit": {
    get: Op<
      Page<AuditEntry>,
      { query: Cursor & { q?: string; action?: string; actor_id?: string; from?: string; to?: string } }
    >;
  };
  "/api/contacts": {
    get: Op<Page<Contact>, { query: Cursor & { q?: string; consent?: ConsentState } }>;
    post: OpWithBody<Contact, { body: ContactInput }>;
  };
  "/api/contacts/{id}": {
    get: Op<Contact, Id>;
    patch: OpWithBody<Contact, Id & { body: ContactInput }>;
    delete: Op<unknown, Id>;
  };
  "/api/contacts/{id}/consent": {
    put: OpWithBody<Contact, Id & { body: { purpose: ConsentPurpose; state: ConsentState; text: string } }>;
  };
  "/api/contacts/{id}/timeline": { get: Op<Page<TimelineEntry>, Id> };
} & MailPaths;
