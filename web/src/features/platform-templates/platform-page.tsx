import { Tabs } from "@mantine/core";
import {
  IconBuildingCommunity,
  IconChartBar,
  IconLock,
  IconTemplate,
  IconUserShield,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/page/page";
import { DefaultsView } from "./defaults-view";
import { LocksView } from "./locks-view";
import { OrganizationsView } from "./organizations-view";
import { PermissionsView } from "./permissions-view";
import classes from "./platform-templates.module.css";
import type { PlatformSearch, View } from "./search";
import { VIEWS } from "./search";
import { UsageView } from "./usage-view";

const ICONS: Record<View, typeof IconLock> = {
  defaults: IconTemplate,
  organizations: IconBuildingCommunity,
  locks: IconLock,
  permissions: IconUserShield,
  usage: IconChartBar,
};

type PlatformPageProps = {
  search: PlatformSearch;
  onSearch: (search: PlatformSearch) => void;
  /** The library of global defaults and its buttons; they belong to another part of the app. */
  library: ReactNode;
  actions: ReactNode;
};

/** Templates of the whole platform, for whoever runs it. */
export function PlatformPage({ search, onSearch, library, actions }: PlatformPageProps) {
  const { t } = useTranslation("platform-templates");
  const view = search.view ?? "defaults";
  return (
    <Page title={t("title")} description={t(`text.${view}`)} actions={view === "defaults" && actions}>
      <Tabs value={view} onChange={(value) => onSearch(value === "defaults" ? {} : { view: value as View })}>
        <Tabs.List mb="lg" className={classes.tabs}>
          {VIEWS.map((value) => {
            const Glyph = ICONS[value];
            return (
              <Tabs.Tab key={value} value={value} leftSection={<Glyph size={16} aria-hidden />}>
                {t(`view.${value}`)}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        <Tabs.Panel value={view}>
          {view === "defaults" && <DefaultsView library={library} />}
          {view === "organizations" && <OrganizationsView search={search} onSearch={onSearch} />}
          {view === "locks" && <LocksView />}
          {view === "permissions" && <PermissionsView />}
          {view === "usage" && <UsageView search={search} onSearch={onSearch} />}
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
