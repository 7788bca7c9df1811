import { Button } from "@mantine/core";
import { IconFilter, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { Surface } from "@/ui/surface/surface";
import { FilterCard } from "./filter-card";
import { FilterForm } from "./filter-form";
import { filtersQuery } from "./queries";

export function FiltersPanel() {
  const { t } = useTranslation("receiving");
  const filters = useQuery(filtersQuery);
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      {t("filter.add")}
    </Button>
  );
  return (
    <Surface
      title={t("filter.title")}
      description={t("filter.text")}
      actions={!isAdding && filters.data?.length ? add : undefined}
    >
      {isAdding ? (
        <FilterForm onClose={() => setAdding(false)} />
      ) : (
        <ListState
          query={filters}
          empty={
            <EmptyState icon={IconFilter} title={t("filter.empty_title")} action={add}>
              {t("filter.empty_text")}
            </EmptyState>
          }
        >
          {(items) =>
            items.map((filter, index) => (
              <FilterCard
                key={filter.id}
                filter={filter}
                before={items[index - 1]}
                after={items[index + 1]}
              />
            ))
          }
        </ListState>
      )}
    </Surface>
  );
}
