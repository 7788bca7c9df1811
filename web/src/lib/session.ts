import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api, unwrap } from "./api";
import type { Me, PermissionKey } from "./api-types";
import { queryClient } from "./query";

/** Who is looking. Answers when signed out too, and sets the CSRF cookie. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: () => unwrap(api.GET("/api/me")),
  staleTime: 60_000,
});

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** True when the signed-in person holds the permission, for hiding what the API would refuse anyway. */
export function useCan(permission: PermissionKey): boolean {
  return useMe().permissions.includes(permission);
}

/** Asks again who is looking. */
export function reloadMe(): Promise<Me> {
  return queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
}

/** Forgets everything known of the former person and asks again: after sign-in, sign-out, entering an organisation. */
export async function refreshSession(): Promise<Me> {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== "me" });
  return reloadMe();
}
