import { Tabs } from "@mantine/core";
import { IconChartBar, IconCoins, IconCpu, IconListDetails } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/page/page";
import { Surface } from "@/ui/surface/surface";
import { AddModel } from "./add-model";
import classes from "./models.module.css";
import { PricesPanel } from "./prices-panel";
import { Registry } from "./registry";
import type { RegistrySearch } from "./search";

type SystemModelsPageProps = {
  search: RegistrySearch;
  onSearch: (search: RegistrySearch) => void;
  /** What the other tabs show; they belong to another part of the app. */
  usage: ReactNode;
  calls: ReactNode;
};

/** The platform's models, for whoever runs the platform. */
export function SystemModelsPage({ search, onSearch, usage, calls }: SystemModelsPageProps) {
  const { t } = useTranslation("ai-models");
  const tab = search.tab ?? "models";
  return (
    <Page
      title={t("system.title")}
      description={t("system.text")}
      actions={tab === "models" && <AddModel tier="system" />}
    >
      <Tabs
        value={tab}
        onChange={(value) =>
          onSearch({ tab: value === "models" ? undefined : (value as RegistrySearch["tab"]) })
        }
      >
        <Tabs.List mb="lg" className={classes.tabs}>
          <Tabs.Tab value="models" leftSection={<IconCpu size={16} aria-hidden />}>
            {t("tab.models")}
          </Tabs.Tab>
          <Tabs.Tab value="prices" leftSection={<IconCoins size={16} aria-hidden />}>
            {t("tab.prices")}
          </Tabs.Tab>
          <Tabs.Tab value="usage" leftSection={<IconChartBar size={16} aria-hidden />}>
            {t("tab.usage")}
          </Tabs.Tab>
          <Tabs.Tab value="calls" leftSection={<IconListDetails size={16} aria-hidden />}>
            {t("tab.calls")}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={tab}>
          {tab === "models" && <Registry search={search} onSearch={onSearch} />}
          {tab === "prices" && (
            <Surface flush>
              <PricesPanel />
            </Surface>
          )}
          {tab === "usage" && usage}
          {tab === "calls" && calls}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
