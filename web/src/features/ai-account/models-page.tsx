import { Checkbox, Skeleton, Stack } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ModelFilters, type ModelKey, modelKeyOf, modelsQuery } from "@/lib/usable-models";
import { ModelGrid } from "@/ui/ai/model-card";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import classes from "./ai-account.module.css";
import { ChosenBar, MOST } from "./chosen-bar";
import { ModelDrawer } from "./model-drawer";
import { ModelFiltersBar } from "./model-filters";
import { OfferedModel } from "./offered-model";

export type ModelsSearch = ModelFilters & { compare?: ModelKey[]; open?: ModelKey };
type ModelsPageProps = { search: ModelsSearch; onSearch: (search: ModelsSearch) => void };

/** The models I can see, the recommended ones first; locked ones say what would open them. */
export function ModelsPage({ search, onSearch }: ModelsPageProps) {
  const { t } = useTranslation("ai-account");
  const { compare = [], open, ...filters } = search;
  const models = useQuery(modelsQuery(filters));
  const toggle = (key: ModelKey) => {
    const next = compare.includes(key) ? compare.filter((each) => each !== key) : [...compare, key];
    onSearch({ ...search, compare: next.length > 0 ? next : undefined });
  };
  return (
    <Stack gap="md">
      <ModelFiltersBar
        filters={filters}
        onFilters={(next) => onSearch({ ...next, compare: search.compare })}
      />
      <ListState
        query={models}
        skeleton={<CardSkeleton />}
        filtered={Object.values(filters).some(Boolean)}
        onClearFilters={() => onSearch({ compare: search.compare })}
        empty={
          <EmptyState icon={IconSparkles} title={t("models.empty")}>
            {t("models.empty_text")}
          </EmptyState>
        }
      >
        {(items) => (
          <ModelGrid label={t("section.models.title")}>
            {[...items]
              .sort((one, other) => Number(other.is_featured) - Number(one.is_featured))
              .map((model) => {
                const key = modelKeyOf(model);
                const chosen = compare.includes(key);
                return (
                  <li key={key}>
                    <OfferedModel
                      model={model}
                      chosen={chosen}
                      onOpen={() => onSearch({ ...search, open: key })}
                      corner={
                        <Checkbox
                          checked={chosen}
                          disabled={!chosen && compare.length >= MOST}
                          onChange={() => toggle(key)}
                          aria-label={t("compare.choose", { name: model.name })}
                        />
                      }
                    />
                  </li>
                );
              })}
          </ModelGrid>
        )}
      </ListState>
      <ChosenBar chosen={compare} onClear={() => onSearch({ ...search, compare: undefined })} />
      <ModelDrawer modelKey={open} onClose={() => onSearch({ ...search, open: undefined })} />
    </Stack>
  );
}

function CardSkeleton() {
  return (
    <div className={classes.skeletons}>
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <Skeleton key={key} height={190} radius="lg" />
      ))}
    </div>
  );
}
