import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TemplateProblem } from "@/lib/api-types-mail";
import classes from "./checks.module.css";

type ProblemListProps = { problems: readonly TemplateProblem[]; onJump: (problem: TemplateProblem) => void };

export function ProblemList({ problems, onJump }: ProblemListProps) {
  const { t } = useTranslation("template-checks");
  if (problems.length === 0) {
    return (
      <p className={classes.fine}>
        <IconCircleCheck size={18} aria-hidden /> {t("none")}
      </p>
    );
  }
  return (
    <ul className={classes.problems} aria-label={t("list")}>
      {problems.map((problem) => (
        <li key={`${problem.field}:${problem.line}:${problem.column}:${problem.message}`}>
          <button
            type="button"
            className={classes.problem}
            data-level={problem.level}
            onClick={() => onJump(problem)}
          >
            {problem.level === "error" ? (
              <IconAlertCircle size={16} aria-label={t("error")} />
            ) : (
              <IconAlertTriangle size={16} aria-label={t("warning")} />
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

function FieldName({ field }: { field: string }) {
  const { t } = useTranslation("template-checks");
  const key = field || "html_code";
  return t(`field.${key}`, { defaultValue: field });
}
