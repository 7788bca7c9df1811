import { SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Placeholder, TemplateProblem } from "@/lib/api-types-mail";
import { ProblemList } from "../checks/problem-list";
import { PlaceholderList } from "../samples/placeholder-list";
import classes from "./dock.module.css";

type DockProps = {
  placeholders: readonly Placeholder[];
  problems: readonly TemplateProblem[];
  readOnly: boolean;
  onInsert: (snippet: string) => void;
  onJump: (problem: TemplateProblem) => void;
};

/** Below the code: what may be inserted, and what is wrong. */
export function Dock({ placeholders, problems, readOnly, onInsert, onJump }: DockProps) {
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
          ]}
        />
        {view === "placeholders" && !readOnly && (
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {t("dock.hint")}
          </Text>
        )}
      </div>
      {view === "placeholders" ? (
        <PlaceholderList placeholders={placeholders} readOnly={readOnly} onInsert={onInsert} />
      ) : (
        <ProblemList problems={problems} onJump={onJump} />
      )}
    </div>
  );
}
