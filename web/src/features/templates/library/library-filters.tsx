import { Badge, Button, Select } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { MAIL_LOCALES, TEMPLATE_CATEGORIES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { SearchInput } from "@/ui/list/search-input";
import classes from "./library.module.css";
import { authorsQuery, SORTS, STATUSES, type TemplateFilters } from "./queries";

type LibraryFiltersProps = {
  search: TemplateFilters;
  onSearch: (search: TemplateFilters) => void;
  /** Stands at the end of the first line: how the list is shown. */
  children: ReactNode;
};
type Narrowing = "type" | "category" | "status" | "locale" | "author";

/** Searching, sorting and narrowing; on a small screen what narrows lies behind a button. */
export function LibraryFilters({ search, onSearch, children }: LibraryFiltersProps) {
  const { t } = useTranslation("template-library");
  const [isOpen, { toggle }] = useDisclosure();
  const id = useId();
  const authors = useQuery(authorsQuery).data ?? [];
  const choices: Record<Narrowing, { value: string; label: string }[]> = {
    type: TEMPLATE_TYPES.map((value) => ({ value, label: t(`templates:type.${value}`) })),
    category: TEMPLATE_CATEGORIES.map((value) => ({ value, label: t(`templates:category.${value}`) })),
    status: STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
    locale: MAIL_LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] })),
    author: authors.map(({ id, full_name }) => ({ value: id, label: full_name })),
  };
  const keys = Object.keys(choices) as Narrowing[];
  const count = keys.filter((key) => search[key]).length;
  return (
    <search className={classes.filters}>
      <div className={classes.line}>
        <div className={classes.search}>
          <SearchInput
            label={t("filter.search")}
            value={search.q ?? ""}
            onChange={(q) => onSearch({ ...search, q: q || undefined })}
          />
        </div>
        <Button
          className={classes.toggle}
          variant="default"
          aria-expanded={isOpen}
          aria-controls={id}
          leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
          rightSection={count > 0 && <Badge size="sm">{count}</Badge>}
          onClick={toggle}
        >
          {t("filter.open")}
        </Button>
        <Select
          className={classes.sort}
          aria-label={t("filter.sort")}
          allowDeselect={false}
          value={search.sort ?? SORTS[0]}
          onChange={(value) => onSearch({ ...search, sort: SORTS.slice(1).find((sort) => sort === value) })}
          data={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
        />
        {children}
      </div>
      <div id={id} className={classes.choices} data-open={isOpen || undefined}>
        {keys.map((key) => (
          <Select
            key={key}
            aria-label={t(`filter.${key}`)}
            placeholder={t(`filter.any_${key}`)}
            clearable
            searchable={choices[key].length > 8}
            value={search[key] ?? null}
            onChange={(value) => onSearch({ ...search, [key]: value ?? undefined })}
            data={choices[key]}
          />
        ))}
      </div>
    </search>
  );
}
