import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MailLocale, TemplateCategory, TemplateType } from "@/lib/api-types-mail";
import { MAIL_LOCALES, TEMPLATE_CATEGORIES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { SearchInput } from "@/ui/list/search-input";
import type { TemplateFilters } from "../queries";
import classes from "./library.module.css";

type LibraryFiltersProps = { search: TemplateFilters; onSearch: (search: TemplateFilters) => void };

export function LibraryFilters({ search, onSearch }: LibraryFiltersProps) {
  const { t } = useTranslation("templates");
  const set = (change: TemplateFilters) => onSearch({ ...search, ...change });
  return (
    <search className={classes.filters}>
      <SearchInput
        label={t("filter.search")}
        value={search.q ?? ""}
        onChange={(q) => set({ q: q || undefined })}
      />
      <Select
        aria-label={t("filter.type")}
        placeholder={t("filter.any_type")}
        clearable
        value={search.type ?? null}
        onChange={(type) => set({ type: (type as TemplateType | null) ?? undefined })}
        data={TEMPLATE_TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
      />
      <Select
        aria-label={t("filter.category")}
        placeholder={t("filter.any_category")}
        clearable
        value={search.category ?? null}
        onChange={(category) => set({ category: (category as TemplateCategory | null) ?? undefined })}
        data={TEMPLATE_CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))}
      />
      <Select
        aria-label={t("filter.status")}
        placeholder={t("filter.any_status")}
        clearable
        value={search.status ?? null}
        onChange={(status) => set({ status: (status as TemplateFilters["status"] | null) ?? undefined })}
        data={(["active", "draft"] as const).map((value) => ({ value, label: t(`status.${value}`) }))}
      />
      <Select
        aria-label={t("filter.locale")}
        placeholder={t("filter.any_locale")}
        clearable
        value={search.locale ?? null}
        onChange={(locale) => set({ locale: (locale as MailLocale | null) ?? undefined })}
        data={MAIL_LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
      />
      <Select
        aria-label={t("filter.sort")}
        value={search.sort ?? "updated"}
        onChange={(sort) => set({ sort: sort === "name" ? "name" : undefined })}
        data={(["updated", "name"] as const).map((value) => ({ value, label: t(`sort.${value}`) }))}
      />
    </search>
  );
}
