import { Tabs } from "@mantine/core";
import { IconChartBar, IconCpu, IconListDetails, IconScale } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import { Page } from "@/ui/page/page";
import { AddModel } from "./add-model";
import { Managed } from "./managed";
import classes from "./models.module.css";
import type { ManagementSearch } from "./search";

type ManagementPageProps = {
  search: ManagementSearch;
  onSearch: (search: ManagementSearch) => void;
  /** What the other tabs show; they belong to another part of the app. */
  usage: ReactNode;
  calls: ReactNode;
  checks: ReactNode;
};

const TABS = { usage: IconChartBar, calls: IconListDetails, checks: IconScale } as const;

/** An organisation's view of AI: what its people may use, and what they used. */
export function ManagementPage({ search, onSearch, ...panels }: ManagementPageProps) {
  const { t } = useTranslation("ai-models");
  const mayManage = useCan("ai.manage");
  const tab = search.tab ?? "models";
  return (
    <Page
      title={t("management.title")}
      description={t("management.text")}
      actions={tab === "models" && mayManage && <AddModel tier="org_default" />}
    >
      <Tabs
        value={tab}
        onChange={(value) =>
          onSearch({ tab: value === "models" ? undefined : (value as ManagementSearch["tab"]) })
        }
      >
        <Tabs.List mb="lg" className={classes.tabs}>
          <Tabs.Tab value="models" leftSection={<IconCpu size={16} aria-hidden />}>
            {t("tab.models")}
          </Tabs.Tab>
          {(Object.keys(TABS) as (keyof typeof TABS)[]).map((key) => {
            const Glyph = TABS[key];
            return (
              <Tabs.Tab key={key} value={key} leftSection={<Glyph size={16} aria-hidden />}>
                {t(`tab.${key}`)}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          {tab === "models" ? <Managed search={search} onSearch={onSearch} /> : panels[tab]}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
