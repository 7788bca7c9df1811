import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RegistryFilters } from "@/lib/ai-registry";
import { ORGANIZATION_TYPES, PLANS } from "@/lib/choices";
import { ALL_PROVIDERS, CAPABILITIES } from "@/lib/choices-ai";
import { SearchInput } from "@/ui/list/search-input";
import classes from "./models.module.css";

type Filters = Omit<RegistryFilters, "status"> & { status?: State };
export type State = NonNullable<RegistryFilters["status"]> | "locked";

type ModelFiltersProps<F extends Filters> = {
  search: F;
  onSearch: (change: Partial<F>) => void;
  /** Whether models differ in what kind of organisation they are for. */
  types?: boolean;
  states: readonly State[];
  /** Tags that models wear, for choosing among them. */
  tags: readonly string[];
  /** Further filters. */
  children?: ReactNode;
  /** Beside the search field. */
  aside?: ReactNode;
};

/** Every way to narrow a list of models; each stands in the address. */
export function ModelFilters<F extends Filters>(props: ModelFiltersProps<F>) {
  const { search, onSearch, types, states, tags, children, aside } = props;
  const { t } = useTranslation("ai-models");
  const choices = {
    provider: ALL_PROVIDERS.map((value) => ({ value, label: t(`provider.${value}`) })),
    plan: PLANS.map((value) => ({ value, label: t(`common:plan.${value}`) })),
    ...(types && {
      type: ORGANIZATION_TYPES.map((value) => ({ value, label: t(`common:organization_type.${value}`) })),
    }),
    capability: CAPABILITIES.map((value) => ({ value, label: t(`ai:capability.${value}`) })),
    tag: [...new Set([...tags, ...(search.tag ? [search.tag] : [])])].sort(),
    status: states.map((value) => ({ value, label: t(`status.${value}`) })),
  };
  return (
    <search className={classes.search}>
      <div className={classes.first}>
        <SearchInput
          label={t("filter.search")}
          value={search.q ?? ""}
          onChange={(q) => onSearch({ q: q || undefined } as Partial<F>)}
        />
        {aside}
      </div>
      <div className={classes.filters}>
        {children}
        {(Object.keys(choices) as (keyof typeof choices)[]).map((name) => (
          <Select
            key={name}
            aria-label={t(`filter.${name}`)}
            placeholder={t(`filter.any_${name}`)}
            clearable
            value={search[name] ?? null}
            data={choices[name]}
            onChange={(value) => onSearch({ [name]: value ?? undefined } as Partial<F>)}
          />
        ))}
      </div>
    </search>
  );
}
