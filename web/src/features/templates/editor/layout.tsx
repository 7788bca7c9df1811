import { Button, SegmentedControl } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconLayoutSidebarRightCollapse, IconLayoutSidebarRightExpand } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SourceFormat } from "@/lib/api-types-mail";
import classes from "./editor.module.css";

const PARTS = ["code", "preview", "data", "settings", "ai"] as const;
export type Part = (typeof PARTS)[number];

type PartSwitchProps = {
  part: Part;
  mode: SourceFormat;
  /** On a small screen one part is seen at a time, the preview among them. */
  isSmall?: boolean;
  onPart: (part: Part) => void;
};

export function PartSwitch({ part, mode, isSmall, onPart }: PartSwitchProps) {
  const { t } = useTranslation("template-shell");
  const nameOf = (each: Part) => (each === "code" && mode === "visual" ? "content" : each);
  const parts = PARTS.filter((each) => isSmall || each !== "preview");
  return (
    <SegmentedControl
      className={isSmall ? classes.parts : classes.wideParts}
      size={isSmall ? "sm" : "xs"}
      fullWidth={isSmall}
      aria-label={t("template-editor:part.label")}
      value={!isSmall && part === "preview" ? "code" : part}
      onChange={(value) => onPart(value as Part)}
      data={parts.map((value) => ({
        value,
        label: t(`template-editor:part.${nameOf(value)}`),
      }))}
    />
  );
}

/** Whether the preview stands beside; blocks show the mail themselves, so there it starts hidden. */
export function usePreviewShown(mode: SourceFormat): [boolean, (isShown: boolean) => void] {
  const [isShown, show] = useLocalStorage({
    key: `frontdesk.template-preview.${mode === "visual" ? "blocks" : "code"}`,
    defaultValue: mode !== "visual",
    getInitialValueInEffect: false,
  });
  return [isShown, show];
}

export function PreviewToggle({
  isShown,
  onChange,
}: {
  isShown: boolean;
  onChange: (next: boolean) => void;
}) {
  const { t } = useTranslation("template-shell");
  const Glyph = isShown ? IconLayoutSidebarRightCollapse : IconLayoutSidebarRightExpand;
  return (
    <Button
      className={classes.wideParts}
      variant="subtle"
      color="gray"
      size="compact-sm"
      aria-expanded={isShown}
      leftSection={<Glyph size={16} aria-hidden />}
      onClick={() => onChange(!isShown)}
    >
      {t("template-editor:part.preview")}
    </Button>
  );
}
