import { useHotkeys } from "@mantine/hooks";
import { IconMailOpened } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { Page } from "@/ui/page/page";
import { Conversation } from "./conversation";
import classes from "./inbox.module.css";
import { InboxActions } from "./inbox-actions";
import { InboxTabs } from "./inbox-tabs";
import { type InboxFilters, threadsQuery } from "./queries";
import { ThreadFilters } from "./thread-filters";
import { ThreadList } from "./thread-list";

type InboxPageProps = {
  /** The conversation that is open. */
  id?: string;
  search: InboxFilters;
  onSearch: (search: InboxFilters) => void;
  onOpen: (id: string | undefined) => void;
};

/** Conversations, with the open one beside them where there is room; on a phone it has the page to itself. */
export function InboxPage({ id, search, onSearch, onOpen }: InboxPageProps) {
  const { t } = useTranslation("inbox");
  const threads = useInfiniteQuery(threadsQuery(search));
  const list = useRef<HTMLDivElement>(null);
  const items = threads.data ?? [];
  const at = items.findIndex((thread) => thread.id === id);
  const open = (thread?: { id: string }) => thread && onOpen(thread.id);
  useHotkeys([
    ["j", () => open(items[at + 1])],
    ["k", () => at > 0 && open(items[at - 1])],
    ["/", () => list.current?.querySelector<HTMLInputElement>("input[type=search]")?.focus()],
  ]);
  return (
    <Page title={t("title")} size="wide" actions={<InboxActions withKeys />}>
      <InboxTabs />
      <div className={classes.panes} data-open={id ? true : undefined}>
        <div className={classes.list} ref={list}>
          <ThreadFilters search={search} onSearch={onSearch} />
          <ThreadList
            query={threads}
            openId={id}
            search={search}
            isFiltered={Object.values(search).some(Boolean)}
            onClear={() => onSearch({})}
          />
        </div>
        <div className={classes.reading}>
          {id ? (
            <Conversation
              key={id}
              id={id}
              // The next one, as in any mail program; the list where there is none.
              onLeave={() => onOpen((items[at + 1] ?? items[at - 1])?.id)}
            />
          ) : (
            <EmptyState icon={IconMailOpened} title={t("choose.title")}>
              {t("choose.text")}
            </EmptyState>
          )}
        </div>
      </div>
    </Page>
  );
}
