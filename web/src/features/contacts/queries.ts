import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { ConsentPurpose, ConsentState, ContactInput } from "@/lib/api-types";
import { pagedOptions } from "@/lib/query";

export type ContactFilters = { q?: string; consent?: ConsentState };

export const contactsQuery = (filters: ContactFilters) =>
  pagedOptions(["contacts", filters], (cursor) =>
    unwrap(api.GET("/api/contacts", { params: { query: { ...filters, cursor } } })),
  );

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", id],
    queryFn: () => unwrap(api.GET("/api/contacts/{contact_id}", { params: { path: { contact_id: id } } })),
  });

export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", id, "timeline"],
    queryFn: () =>
      unwrap(api.GET("/api/contacts/{contact_id}/timeline", { params: { path: { contact_id: id } } })),
    select: (page) => page.items,
  });

export const listsOfQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", id, "lists"],
    queryFn: () =>
      unwrap(api.GET("/api/contacts/{contact_id}/lists", { params: { path: { contact_id: id } } })),
    select: (page) => page.items,
  });

export const bestTimeQuery = (id: string) =>
  queryOptions({
    queryKey: ["best-times", id],
    queryFn: () => unwrap(api.GET("/api/email/best-time", { params: { query: { contact_id: id } } })),
  });

export const eraseContact = (id: string) =>
  unwrap(api.POST("/api/contacts/{contact_id}/erase", { params: { path: { contact_id: id } } }));

export const createContact = (body: ContactInput) => unwrap(api.POST("/api/contacts", { body }));

export const changeContact = (id: string, body: ContactInput) =>
  unwrap(api.PATCH("/api/contacts/{contact_id}", { params: { path: { contact_id: id } }, body }));

export const deleteContact = (id: string) =>
  unwrap(api.DELETE("/api/contacts/{contact_id}", { params: { path: { contact_id: id } } }));

export type ConsentChange = { purpose: ConsentPurpose; state: ConsentState; text: string };

export const setConsent = (id: string, body: ConsentChange) =>
  unwrap(api.PUT("/api/contacts/{contact_id}/consent", { params: { path: { contact_id: id } }, body }));
