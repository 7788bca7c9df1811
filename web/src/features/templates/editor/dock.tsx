import { SegmentedControl, Text } from "@mantine/core";
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Placeholder, TemplateProblem } from "@/lib/api-types-mail";
import classes from "./editor.module.css";
import { showSample, snippetFor } from "./insertion";

type DockProps = {
  placeholders: readonly Placeholder[];
  problems: readonly TemplateProblem[];
  readOnly: boolean;
  onInsert: (snippet: string) => void;
  onJump: (problem: TemplateProblem) => void;
};

/** Below the code: what may be inserted, and what is wrong. */
export function Dock({ placeholders, problems, readOnly, onInsert, onJump }: DockProps) {
  const { t } = useTranslation("template-editor");
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
            { value: "problems", label: t("dock.problems", { count: problems.length }) },
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

type PlaceholderListProps = Pick<DockProps, "placeholders" | "readOnly" | "onInsert">;

function PlaceholderList({ placeholders, readOnly, onInsert }: PlaceholderListProps) {
  const { t } = useTranslation("template-editor");
  return (
    <ul className={classes.placeholders} aria-label={t("dock.placeholders")}>
      {placeholders.map(({ name, label, kind, sample }) => (
        <li key={name}>
          <button
            type="button"
            className={classes.placeholder}
            disabled={readOnly}
            // Keeps the cursor where it is: the field loses its focus only to come back.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onInsert(snippetFor(name, kind))}
          >
            <span className={classes.placeholderLabel}>
              <PlaceholderLabel name={name} label={label} />
            </span>
            <code className={classes.placeholderName}>{name}</code>
            <span className={classes.placeholderSample}>{showSample(sample)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function FieldName({ field }: { field: string }) {
  const { t } = useTranslation("template-editor");
  const key = field || "html_code";
  return t(`field.${key}`, { defaultValue: field });
}

/** The API's labels are English; ours follow the language of the page. */
function PlaceholderLabel({ name, label }: { name: string; label: string }) {
  const { t } = useTranslation("template-editor");
  const key = name.replaceAll(".", "_");
  return t(`placeholder.${key}`, { defaultValue: label });
}

export function ProblemList({ problems, onJump }: Pick<DockProps, "problems" | "onJump">) {
  const { t } = useTranslation("template-editor");
  if (problems.length === 0) {
    return (
      <p className={classes.fine}>
        <IconCircleCheck size={18} aria-hidden /> {t("problem.none")}
      </p>
    );
  }
  return (
    <ul className={classes.problems} aria-label={t("dock.problem_list")}>
      {problems.map((problem) => (
        <li key={`${problem.field}:${problem.line}:${problem.column}:${problem.message}`}>
          <button
            type="button"
            className={classes.problem}
            data-level={problem.level}
            onClick={() => onJump(problem)}
          >
            {problem.level === "error" ? (
              <IconAlertCircle size={16} aria-label={t("problem.error")} />
            ) : (
              <IconAlertTriangle size={16} aria-label={t("problem.warning")} />
            )}
            <span className={classes.problemText}>{problem.message}</span>
            <span className={classes.problemPlace}>
              <FieldName field={problem.field} />
              {problem.line > 0 && ` ${problem.line}:${problem.column}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
