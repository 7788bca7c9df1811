import { Group, Select, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Capability } from "@/lib/api-types-ai";
import { CAPABILITIES } from "@/lib/choices-ai";
import { type ModelFilters, modelsQuery } from "@/lib/usable-models";
import { SearchInput } from "@/ui/list/search-input";

type ModelFiltersBarProps = { filters: ModelFilters; onFilters: (filters: ModelFilters) => void };

export function ModelFiltersBar({ filters, onFilters }: ModelFiltersBarProps) {
  const { t } = useTranslation("ai-account");
  const all = useQuery(modelsQuery());
  const tags = [...new Set(all.data?.flatMap((model) => model.tags))].sort();
  return (
    <Group gap="xs">
      <SearchInput
        label={t("models.search")}
        value={filters.q ?? ""}
        onChange={(q) => onFilters({ ...filters, q: q || undefined })}
      />
      <Select
        aria-label={t("models.capability")}
        placeholder={t("models.any_capability")}
        clearable
        w={170}
        value={filters.capability ?? null}
        onChange={(value) => onFilters({ ...filters, capability: (value as Capability | null) ?? undefined })}
        data={CAPABILITIES.map((value) => ({ value, label: t(`ai:capability.${value}`) }))}
      />
      {(tags.length > 0 || filters.tag) && (
        <Select
          aria-label={t("models.tag")}
          placeholder={t("models.any_tag")}
          clearable
          searchable
          w={160}
          value={filters.tag ?? null}
          onChange={(value) => onFilters({ ...filters, tag: value ?? undefined })}
          data={filters.tag && !tags.includes(filters.tag) ? [filters.tag, ...tags] : tags}
        />
      )}
      <Switch
        label={t("models.usable")}
        checked={filters.usable ?? false}
        onChange={(event) => onFilters({ ...filters, usable: event.currentTarget.checked || undefined })}
      />
    </Group>
  );
}
