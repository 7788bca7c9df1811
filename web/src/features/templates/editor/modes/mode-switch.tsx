import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SourceFormat } from "@/lib/api-types-mail";
import type { Modes } from "./use-modes";

const MODES: readonly SourceFormat[] = ["visual", "mjml", "html"];

export function ModeSwitch({ modes, readOnly }: { modes: Modes; readOnly: boolean }) {
  const { t } = useTranslation("template-shell");
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("mode.label")}
      readOnly={readOnly}
      value={modes.mode}
      onChange={(mode) => modes.switchTo(mode as SourceFormat)}
      data={MODES.map((value) => ({ value, label: t(`mode.${value}`) }))}
    />
  );
}
