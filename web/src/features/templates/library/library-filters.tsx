import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { MAIL_LOCALES, TEMPLATE_CATEGORIES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { SearchInput } from "@/ui/list/search-input";
import classes from "./library.module.css";
import { authorsQuery, STATUSES, type TemplateFilters } from "./queries";

type LibraryFiltersProps = { search: TemplateFilters; onSearch: (search: TemplateFilters) => void };
type Narrowing = "type" | "category" | "status" | "locale" | "author";

export function LibraryFilters({ search, onSearch }: LibraryFiltersProps) {
  const { t } = useTranslation("template-library");
  const authors = useQuery(authorsQuery).data ?? [];
  const choices: Record<Narrowing, { value: string; label: string }[]> = {
    type: TEMPLATE_TYPES.map((value) => ({ value, label: t(`templates:type.${value}`) })),
    category: TEMPLATE_CATEGORIES.map((value) => ({ value, label: t(`templates:category.${value}`) })),
    status: STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
    locale: MAIL_LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] })),
    author: authors.map(({ id, full_name }) => ({ value: id, label: full_name })),
  };
  return (
    <search className={classes.filters}>
      <SearchInput
        label={t("filter.search")}
        value={search.q ?? ""}
        onChange={(q) => onSearch({ ...search, q: q || undefined })}
      />
      {(Object.keys(choices) as Narrowing[]).map((key) => (
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
    </search>
  );
}
