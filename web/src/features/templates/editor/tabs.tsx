import { SegmentedControl } from "@mantine/core";
import { type ComponentType, lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { PagePending } from "@/ui/page/page-pending";
import { TABS, type Tab } from "./tab";

type Module = { AnalyticsTab: ComponentType<{ template: TemplateDetail }> };
const load = Object.values(import.meta.glob<Module>("../analytics/analytics-tab.tsx"))[0];
const AnalyticsTab = lazy(async () => ({ default: (await (load as () => Promise<Module>)()).AnalyticsTab }));

export function TabSwitch({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const { t } = useTranslation("template-shell");
  if (!load) return null;
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

export function Analytics({ template }: { template: TemplateDetail }) {
  return (
    <Suspense fallback={<PagePending />}>
      <AnalyticsTab template={template} />
    </Suspense>
  );
}
