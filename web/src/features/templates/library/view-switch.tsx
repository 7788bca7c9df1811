import { SegmentedControl, VisuallyHidden } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconLayoutGrid, IconList } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

const VIEWS = { grid: IconLayoutGrid, list: IconList };
export type View = keyof typeof VIEWS;

/** Cards or rows, as this browser last showed them. */
export function useView() {
  return useLocalStorage<View>({
    key: "frontdesk.templates.view",
    defaultValue: "grid",
    getInitialValueInEffect: false,
  });
}

export function ViewSwitch({ view, onView }: { view: View; onView: (view: View) => void }) {
  const { t } = useTranslation("template-library");
  return (
    <SegmentedControl
      size="sm"
      aria-label={t("view.label")}
      value={view}
      onChange={(value) => onView(value as View)}
      data={Object.entries(VIEWS).map(([value, Glyph]) => ({
        value,
        label: (
          <span title={t(`view.${value}`)} style={{ display: "flex" }}>
            <Glyph size={16} aria-hidden />
            <VisuallyHidden>{t(`view.${value}`)}</VisuallyHidden>
          </span>
        ),
      }))}
    />
  );
}
