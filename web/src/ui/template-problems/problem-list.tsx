import { IconAlertCircle, IconAlertTriangle, IconChevronRight, IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateProblem } from "@/lib/api-types-mail";
import { useServerWords } from "./server-words";
import classes from "./template-problems.module.css";
import { groupProblems } from "./topics";

type ProblemListProps = {
  problems: readonly TemplateProblem[];
  onJump: (problem: TemplateProblem) => void;
};

/** What was found in a template, each with its place; a click leads there. */
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
      {(["error", "warning"] as const).flatMap((level) =>
        groupProblems(problems.filter((each) => each.level === level)).map(({ topic, problems: some }) => (
          <li key={`${level}:${topic}`}>
            <div className={classes.topic}>
              {t("topic_of", { level: t(level), topic: t(`topic.${topic}`) })}
            </div>
            <ul className={classes.plain}>
              {some.map((problem) => (
                <ProblemRow
                  key={`${problem.field}:${problem.line}:${problem.column}:${problem.code}:${problem.message}`}
                  problem={problem}
                  onJump={onJump}
                />
              ))}
            </ul>
          </li>
        )),
      )}
    </ul>
  );
}

function ProblemRow({
  problem,
  onJump,
}: {
  problem: TemplateProblem;
  onJump: (problem: TemplateProblem) => void;
}) {
  const { t } = useTranslation("template-checks");
  const message = useServerWords()(problem.message);
  const [isOpen, setOpen] = useState(false);
  const why = t(`why.${problem.code}`, { defaultValue: "" });
  const Sign = problem.level === "error" ? IconAlertCircle : IconAlertTriangle;
  return (
    <li>
      <div className={classes.row}>
        <button
          type="button"
          className={classes.problem}
          data-level={problem.level}
          onClick={() => onJump(problem)}
        >
          <Sign size={16} aria-label={t(problem.level)} />
          <span className={classes.problemText}>{message}</span>
          <span className={classes.problemPlace}>
            {t(`field.${problem.field || "html_code"}`, { defaultValue: problem.field })}
            {problem.line > 0 && ` ${problem.line}:${problem.column}`}
          </span>
        </button>
        {why && (
          <button
            type="button"
            className={classes.more}
            aria-expanded={isOpen}
            aria-label={t("explain", { message })}
            onClick={() => setOpen(!isOpen)}
          >
            <IconChevronRight size={16} aria-hidden />
          </button>
        )}
      </div>
      {isOpen && <p className={classes.why}>{why}</p>}
    </li>
  );
}
