import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { InvitationStatus, Role } from "@/lib/api-types";
import { pagedOptions } from "@/lib/query";

export type PeopleFilters = { q?: string; role?: Role };

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

export type PersonChange = { role?: Role; is_active?: boolean; full_name?: string };

export const changePerson = (id: string, body: PersonChange) =>
  unwrap(api.PATCH("/api/people/{id}", { params: { path: { id } }, body }));

export type NewInvitation = { email: string; role: Role; message: string; expires_in_days: number };

export const invite = (body: NewInvitation) => unwrap(api.POST("/api/invitations", { body }));

export const resendInvitation = (id: string) =>
  unwrap(api.POST("/api/invitations/{id}/resend", { params: { path: { id } } }));

export const revokeInvitation = (id: string) =>
  unwrap(api.DELETE("/api/invitations/{id}", { params: { path: { id } } }));
