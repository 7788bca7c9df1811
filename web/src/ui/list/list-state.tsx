import { Button, Group, Skeleton, Stack } from "@mantine/core";
import type { UseInfiniteQueryResult, UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState, NoMatches } from "../empty-state/empty-state";

export type PagedResult<T> = UseInfiniteQueryResult<T[], Error>;

type ListStateProps<T> = {
  query: PagedResult<T> | UseQueryResult<T[], Error>;
  /** Shown while the first page is on its way; defaults to grey rows. */
  skeleton?: ReactNode;
  /** Shown when there is nothing at all. */
  empty: ReactNode;
  /** A search or filter is set: an empty answer then means "no match". */
  filtered?: boolean;
  onClearFilters?: () => void;
  children: (items: T[]) => ReactNode;
};

/** The four faces of every list: loading, failed, empty, full (with "load more"). */
export function ListState<T>({
  query,
  skeleton,
  empty,
  filtered,
  onClearFilters,
  children,
}: ListStateProps<T>) {
  const { t } = useTranslation();
  if (query.isPending) {
    return <div aria-busy="true">{skeleton ?? <RowSkeleton />}</div>;
  }
  if (query.isError && !query.data) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const items = query.data ?? [];
  if (items.length === 0) return filtered ? <NoMatches onClear={onClearFilters} /> : empty;
  return (
    <>
      {children(items)}
      {"hasNextPage" in query && query.hasNextPage && (
        <Group justify="center" p="md">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            {t("list.load_more")}
          </Button>
        </Group>
      )}
    </>
  );
}

export function RowSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <Stack gap="md" p="lg">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical placeholders that never move
        <Group key={row} gap="md" wrap="nowrap">
          <Skeleton height={30} circle />
          <Stack gap={6} flex={1}>
            <Skeleton height={10} width={`${38 - (row % 3) * 7}%`} />
            <Skeleton height={8} width={`${58 - (row % 4) * 8}%`} />
          </Stack>
          <Skeleton height={18} width={64} visibleFrom="sm" />
        </Group>
      ))}
    </Stack>
  );
}
