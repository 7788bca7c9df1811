import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";
import type { components } from "@/lib/api.gen";
import { pagedOptions } from "@/lib/query";

type Schemas = components["schemas"];
export type MailList = Schemas["MailListOut"];
export type MailListDetail = Schemas["MailListDetailOut"];
export type Subscriber = Schemas["SubscriberOut"];
export type SubscriptionState = Schemas["SubscriptionState"];
export type ListFilters = { q?: string; archived?: boolean };
export type SubscriberFilters = { q?: string; state?: SubscriptionState };
export type ListValues = {
  name: string;
  description: string;
  is_public: boolean;
  is_double_opt_in: boolean;
};

export const STATES: readonly SubscriptionState[] = ["subscribed", "pending", "unsubscribed"];
export const KEY = ["mail-lists"];

export const listsQuery = (filters: ListFilters) =>
  pagedOptions([...KEY, filters], (cursor) =>
    unwrap(api.GET("/api/mail/lists", { params: { query: { ...filters, cursor } } })),
  );

export const listQuery = (id: string) =>
  queryOptions({
    queryKey: [...KEY, id],
    queryFn: () => unwrap(api.GET("/api/mail/lists/{list_id}", { params: { path: { list_id: id } } })),
  });

export const subscribersQuery = (id: string, filters: SubscriberFilters) =>
  pagedOptions([...KEY, id, "subscribers", filters], (cursor) =>
    unwrap(
      api.GET("/api/mail/lists/{list_id}/subscribers", {
        params: { path: { list_id: id }, query: { ...filters, cursor } },
      }),
    ),
  );

export const createList = (body: ListValues) => unwrap(api.POST("/api/mail/lists", { body }));

export const changeList = (id: string, body: Partial<ListValues> & { is_archived?: boolean }) =>
  unwrap(api.PATCH("/api/mail/lists/{list_id}", { params: { path: { list_id: id } }, body }));

export const deleteList = (id: string) =>
  unwrap(api.DELETE("/api/mail/lists/{list_id}", { params: { path: { list_id: id } } }));

export const addSubscribers = (id: string, emails: string[]) =>
  unwrap(
    api.POST("/api/mail/lists/{list_id}/subscribers", {
      params: { path: { list_id: id } },
      body: { emails, contact_ids: [] },
    }),
  );

export const removeSubscriber = (id: string, contactId: string) =>
  unwrap(
    api.DELETE("/api/mail/lists/{list_id}/subscribers/{contact_id}", {
      params: { path: { list_id: id, contact_id: contactId } },
    }),
  );
