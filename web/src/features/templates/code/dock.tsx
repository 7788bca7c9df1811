import { SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PreviewInput, TemplateProblem } from "@/lib/api-types-mail";
import { ChecksPanel } from "../checks/checks-panel";
import { Part } from "../editor/parts";
import { unusedIn } from "../samples/insertion";
import { PlaceholderList } from "../samples/placeholder-list";
import type { FilledPlaceholder } from "../samples/use-sample";
import classes from "./dock.module.css";

type DockProps = {
  placeholders: readonly FilledPlaceholder[];
  problems: readonly TemplateProblem[];
  readOnly: boolean;
  onInsert: (snippet: string) => void;
  onJump: (problem: TemplateProblem) => void;
  /** What is written: tells what is not used in it, and lets pictures elsewhere be checked. */
  input?: PreviewInput;
};

/** Below the code: what may be inserted, and what is wrong. */
export function Dock({ placeholders, problems, readOnly, onInsert, onJump, input }: DockProps) {
  const { t } = useTranslation("template-preview");
  const [view, setView] = useState("placeholders");
  return (
    <div className={classes.dock}>
      <div className={classes.dockHead}>
        <SegmentedControl
          size="xs"
          aria-label={t("dock.label")}
          value={view}
          onChange={setView}
          data={[
            { value: "placeholders", label: t("dock.placeholders") },
            { value: "problems", label: t("template-checks:tab", { count: problems.length }) },
            { value: "wording", label: t("dock.wording") },
          ]}
        />
        {view === "placeholders" && !readOnly && (
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {t("dock.hint")}
          </Text>
        )}
      </div>
      {view === "wording" && <Part name="wording" />}
      {view === "placeholders" && (
        <PlaceholderList
          placeholders={placeholders}
          unused={input && unusedIn(placeholders, input)}
          readOnly={readOnly}
          onInsert={onInsert}
        />
      )}
      {view === "problems" && <ChecksPanel problems={problems} onJump={onJump} input={input} />}
    </div>
  );
}
