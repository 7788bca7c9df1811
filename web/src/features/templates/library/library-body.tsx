import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ListState } from "@/ui/list/list-state";
import type { Scope } from "../queries";
import { BulkBar } from "./bulk-bar";
import { CardSkeleton } from "./card-skeleton";
import { homeOf } from "./home";
import classes from "./library.module.css";
import { LibraryFilters } from "./library-filters";
import { type TemplateFilters, templatesQuery } from "./queries";
import { TemplateCard } from "./template-card";
import { TemplateTable } from "./template-table";
import { useSelection } from "./use-selection";
import { useView, ViewSwitch } from "./view-switch";

type LibraryBodyProps = {
  scope: Scope;
  search: TemplateFilters;
  onSearch: (search: TemplateFilters) => void;
  empty: ReactNode;
};

/** The templates of a scope as cards or rows, searched, narrowed, and changed many at a time. */
export function LibraryBody({ scope, search, onSearch, empty }: LibraryBodyProps) {
  const { t } = useTranslation("template-library");
  const [view, setView] = useView();
  const templates = useInfiniteQuery(templatesQuery(scope, search));
  const items = templates.data ?? [];
  const selection = useSelection(items.map(({ id }) => id));
  const { sort: _, ...narrowing } = search;
  const label = t(`templates:title.${scope}`);
  const rows = { home: homeOf(scope), scope, selection };
  return (
    <>
      <LibraryFilters search={search} onSearch={onSearch}>
        <ViewSwitch view={view} onView={setView} />
      </LibraryFilters>
      <ListState
        query={templates}
        skeleton={<CardSkeleton />}
        filtered={Object.values(narrowing).some(Boolean)}
        onClearFilters={() => onSearch({ sort: search.sort })}
        empty={empty}
      >
        {(found) =>
          view === "list" ? (
            <TemplateTable
              label={label}
              query={{ ...templates, hasNextPage: false } as typeof templates}
              {...rows}
            />
          ) : (
            <ul className={classes.grid} aria-label={label}>
              {found.map((template) => (
                <li key={template.id}>
                  <TemplateCard template={template} {...rows} />
                </li>
              ))}
            </ul>
          )
        }
      </ListState>
      <BulkBar
        templates={items}
        selection={selection}
        archived={search.status === "archived"}
        shared={scope === "global"}
      />
    </>
  );
}
