import { SegmentedControl } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { PagePending } from "@/ui/page/page-pending";
import type { AnalyticsSearch } from "../analytics/search";
import { TABS, type Tab } from "./tab";

const AnalyticsTab = lazy(() =>
  import("../analytics/analytics-tab").then((module) => ({ default: module.AnalyticsTab })),
);

export function TabSwitch({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const { t } = useTranslation("template-shell");
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("tab.label")}
      value={tab}
      onChange={(value) => onTab(value as Tab)}
      data={TABS.map((value) => ({ value, label: t(`tab.${value}`) }))}
    />
  );
}

type AnalyticsProps = {
  template: TemplateDetail;
  search: AnalyticsSearch;
  onSearch: (change: AnalyticsSearch) => void;
};

export function Analytics(props: AnalyticsProps) {
  return (
    <Suspense fallback={<PagePending />}>
      <AnalyticsTab {...props} />
    </Suspense>
  );
}
