import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { InvitationStatus, MemberRole } from "@/lib/api-types";
import { pagedOptions } from "@/lib/query";

export type PeopleFilters = { q?: string; role?: MemberRole };

export const peopleQuery = (filters: PeopleFilters) =>
  pagedOptions(["people", filters], (cursor) =>
    unwrap(api.GET("/api/people", { params: { query: { ...filters, cursor } } })),
  );

export const invitationsQuery = (status?: InvitationStatus) =>
  pagedOptions(["invitations", { status }], (cursor) =>
    unwrap(api.GET("/api/invitations", { params: { query: { status, cursor } } })),
  );

export const pendingInvitationsQuery = queryOptions({
  queryKey: ["invitations", "pending-count"],
  queryFn: () =>
    unwrap(api.GET("/api/invitations", { params: { query: { status: "pending", limit: 100 } } })),
  select: (page) => page.items.length,
});

export type PersonChange = { role?: MemberRole; is_active?: boolean; full_name?: string };

export const changePerson = (id: string, body: PersonChange) =>
  unwrap(api.PATCH("/api/people/{profile_id}", { params: { path: { profile_id: id } }, body }));

export type NewInvitation = { email: string; role: MemberRole; message: string; expires_in_days: number };

export const invite = (body: NewInvitation) => unwrap(api.POST("/api/invitations", { body }));

export const resendInvitation = (id: string) =>
  unwrap(api.POST("/api/invitations/{invitation_id}/resend", { params: { path: { invitation_id: id } } }));

export const revokeInvitation = (id: string) =>
  unwrap(api.DELETE("/api/invitations/{invitation_id}", { params: { path: { invitation_id: id } } }));
