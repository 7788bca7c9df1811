import { Button, Group, SegmentedControl } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowsSort, IconCpu } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { registryQuery } from "@/lib/ai-registry";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { AddModel } from "./add-model";
import { CardSkeleton, ModelCards } from "./model-cards";
import { ModelFilters } from "./model-filters";
import { ModelTable } from "./model-table";
import { OrderDrawer } from "./order-drawer";
import type { RegistrySearch } from "./search";

type RegistryProps = { search: RegistrySearch; onSearch: (search: RegistrySearch) => void };

/** The platform's models as cards or as a table, narrowed by what stands in the address. */
export function Registry({ search, onSearch }: RegistryProps) {
  const { t } = useTranslation("ai-models");
  const [ordering, order] = useDisclosure(false);
  const { view, tab: _, ...filters } = search;
  const models = useInfiniteQuery(registryQuery("system", filters));
  const every = useInfiniteQuery(registryQuery("system")).data ?? [];
  const filtered = Object.values(filters).some(Boolean);
  return (
    <>
      <ModelFilters
        search={filters}
        onSearch={(change) => onSearch({ ...search, ...change })}
        types
        states={["active", "inactive", "featured"]}
        tags={every.flatMap((model) => model.tags)}
        aside={
          <Group gap="xs">
            {every.length > 1 && (
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconArrowsSort size={14} aria-hidden />}
                onClick={order.open}
              >
                {t("order.open")}
              </Button>
            )}
            <SegmentedControl
              size="xs"
              aria-label={t("view.label")}
              value={view ?? "cards"}
              onChange={(value) => onSearch({ ...search, view: value === "table" ? "table" : undefined })}
              data={(["cards", "table"] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
            />
          </Group>
        }
      />
      <ListState
        query={models}
        skeleton={<CardSkeleton />}
        filtered={filtered}
        onClearFilters={() => onSearch({ view })}
        empty={
          <EmptyState icon={IconCpu} title={t("system.empty")} action={<AddModel tier="system" />}>
            {t("system.empty_text")}
          </EmptyState>
        }
      >
        {(items) =>
          view === "table" ? (
            <ModelTable query={models} />
          ) : (
            <ModelCards label={t("system.title")} models={items} tier="system" />
          )
        }
      </ListState>
      <OrderDrawer tier="system" models={every} opened={ordering} onClose={order.close} />
    </>
  );
}
