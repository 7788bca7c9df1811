import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { ConsentPurpose, ConsentState, ContactInput } from "@/lib/api-types";
import { pagedOptions } from "@/lib/query";

export type ContactFilters = { q?: string; consent?: ConsentState };
export type ContactValues = ContactInput & { email: string };

export const contactsQuery = (filters: ContactFilters) =>
  pagedOptions(["contacts", filters], (cursor) =>
    unwrap(api.GET("/api/contacts", { params: { query: { ...filters, cursor } } })),
  );

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", id],
    queryFn: () => unwrap(api.GET("/api/contacts/{id}", { params: { path: { id } } })),
  });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", id, "timeline"],
    queryFn: () => unwrap(api.GET("/api/contacts/{id}/timeline", { params: { path: { id } } })),
    select: (page) => page.items,
  });

export const createContact = (body: ContactValues) => unwrap(api.POST("/api/contacts", { body }));

export const changeContact = (id: string, body: ContactValues) =>
  unwrap(api.PATCH("/api/contacts/{id}", { params: { path: { id } }, body }));

export const deleteContact = (id: string) =>
  unwrap(api.DELETE("/api/contacts/{id}", { params: { path: { id } } }));

export type ConsentChange = { purpose: ConsentPurpose; state: ConsentState; text: string };

export const setConsent = (id: string, body: ConsentChange) =>
  unwrap(api.PUT("/api/contacts/{id}/consent", { params: { path: { id } }, body }));
