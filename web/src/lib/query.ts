import {
  type InfiniteData,
  infiniteQueryOptions,
  MutationCache,
  QueryCache,
  QueryClient,
} from "@tanstack/react-query";
import type { Page } from "./api-types";
import { ApiError } from "./problem";

/** Worth another try: nobody answered, or the server failed. A refusal stays a refusal. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

let whenSignedOut = () => {};

/** Names what to do when the server no longer knows who asks: the session ran out, or was ended elsewhere. */
export function onSignedOut(act: () => void): void {
  whenSignedOut = act;
}

function watch(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) whenSignedOut();
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: {
    queries: { staleTime: 15_000, retry: (count, error) => count < 2 && isPassing(error) },
    mutations: { retry: false },
  },
});

/** Query options of a cursor-paged list: `fetchPage` gets the cursor, undefined for the first page. */
export function pagedOptions<T>(
  queryKey: readonly unknown[],
  fetchPage: (cursor: string | undefined) => Promise<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey: [...queryKey, "pages"],
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page<T>) => last.next_cursor ?? undefined,
    select: (data: InfiniteData<Page<T>, string | undefined>) => data.pages.flatMap((page) => page.items),
  });
}
