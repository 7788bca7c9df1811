import { Group, Select, Stack, Text } from "@mantine/core";
import { IconCpu } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { registryQuery } from "@/lib/ai-registry";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { Surface } from "@/ui/surface/surface";
import { AddModel } from "./add-model";
import { matches } from "./matching";
import { ModelFilters } from "./model-filters";
import classes from "./models.module.css";
import { OwnRow } from "./own-row";
import { PlatformRow } from "./platform-row";
import { configQuery } from "./queries";
import type { ManagementSearch } from "./search";

type ManagedProps = { search: ManagementSearch; onSearch: (search: ManagementSearch) => void };

/** The platform's models with the organisation's switches, and the organisation's own. */
export function Managed({ search, onSearch }: ManagedProps) {
  const { t } = useTranslation("ai-models");
  const { tier, tab: _, ...filters } = search;
  const platform = useQuery({
    ...configQuery,
    select: (page) => page.items.filter((model) => matches(model, filters)),
  });
  const { plan, status, ...others } = filters;
  const own = useInfiniteQuery(
    registryQuery("org_default", { ...others, status: status === "locked" ? undefined : status }),
  );
  // Plans and locks are the platform's: the organisation's own models have neither.
  const showsOwn = tier !== "system" && !plan && status !== "locked";
  const tags = useTags();
  const states = {
    filtered: Object.values(filters).some(Boolean),
    onClearFilters: () => onSearch({ tier }),
  };
  return (
    <>
      <ModelFilters
        search={filters}
        onSearch={(change) => onSearch({ ...search, ...change })}
        states={["active", "inactive", "locked", "featured"]}
        tags={tags}
      >
        <Select
          aria-label={t("filter.tier")}
          placeholder={t("filter.any_tier")}
          clearable
          value={tier ?? null}
          onChange={(value) =>
            onSearch({ ...search, tier: (value as ManagementSearch["tier"]) ?? undefined })
          }
          data={(["system", "org_default"] as const).map((value) => ({
            value,
            label: t(`ai:tier.${value}`),
          }))}
        />
      </ModelFilters>
      <Stack gap="lg">
        {tier !== "org_default" && (
          <Surface flush title={t("management.platform")} description={t("management.platform_text")}>
            <ListState
              query={platform}
              {...states}
              empty={
                <EmptyState icon={IconCpu} title={t("management.platform_empty")}>
                  <Text size="sm">{t("management.platform_empty_text")}</Text>
                </EmptyState>
              }
            >
              {(items) => (
                <ul className={classes.rows} aria-label={t("management.platform")}>
                  {items.map((model) => (
                    <li key={model.system_model_id}>
                      <PlatformRow model={model} />
                    </li>
                  ))}
                </ul>
              )}
            </ListState>
          </Surface>
        )}
        {showsOwn && (
          <Surface flush title={t("management.own")} description={t("management.own_text")}>
            <ListState
              query={own}
              {...states}
              empty={
                <EmptyState
                  icon={IconCpu}
                  title={t("management.own_empty")}
                  action={
                    <Group justify="center">
                      <AddModel tier="org_default" />
                    </Group>
                  }
                >
                  {t("management.own_empty_text")}
                </EmptyState>
              }
            >
              {(items) => (
                <ul className={classes.rows} aria-label={t("management.own")}>
                  {items.map((model) => (
                    <li key={model.id}>
                      <OwnRow model={model} />
                    </li>
                  ))}
                </ul>
              )}
            </ListState>
          </Surface>
        )}
      </Stack>
    </>
  );
}

function useTags(): string[] {
  const platform = useQuery(configQuery).data ?? [];
  const own = useInfiniteQuery(registryQuery("org_default")).data ?? [];
  return [...platform.flatMap((model) => model.tags), ...own.flatMap((model) => model.tags)];
}
