import { Button, Group, Text } from "@mantine/core";
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconChevronRight,
  IconCircleCheck,
  IconPhotoSearch,
} from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PreviewInput, TemplateProblem } from "@/lib/api-types-mail";
import { FormError } from "@/ui/form/submit";
import classes from "./checks.module.css";
import { checkTemplate } from "./queries";
import { useServerWords } from "./server-words";
import { countByLevel, groupProblems, withRemote } from "./topics";

type ChecksPanelProps = {
  problems: readonly TemplateProblem[];
  onJump: (problem: TemplateProblem) => void;
  /** What is checked; with it, pictures on other hosts can be looked at on demand. */
  input?: PreviewInput;
};

/** What stands against activation and what would be better, each with its place and how to mend it. */
export function ChecksPanel({ problems, onJump, input }: ChecksPanelProps) {
  const { t } = useTranslation("template-checks");
  const look = useMutation({ mutationFn: (written: PreviewInput) => checkTemplate(written, true) });
  // Found for what was written then: what has been mended since would be told of still.
  const isFresh = look.data !== undefined && look.variables === input;
  const remote = isFresh ? look.data.items.filter(({ code }) => code.startsWith("image_")) : [];
  const all = withRemote(problems, remote);
  const { errors, warnings } = countByLevel(all);
  return (
    <div className={classes.panel}>
      <Group gap="xs" className={classes.head}>
        <Text size="xs" c="dimmed" flex={1} role="status">
          {all.length === 0
            ? ""
            : `${t("errors", { count: errors })} · ${t("warnings", { count: warnings })}`}
          {isFresh && remote.length === 0 && ` ${t("remote.fine")}`}
        </Text>
        {input && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPhotoSearch size={14} aria-hidden />}
            loading={look.isPending}
            onClick={() => look.mutate(input)}
          >
            {t("remote.action")}
          </Button>
        )}
      </Group>
      <FormError error={look.error} />
      <ProblemList problems={all} onJump={onJump} />
    </div>
  );
}

type ProblemListProps = {
  problems: readonly TemplateProblem[];
  onJump: (problem: TemplateProblem) => void;
};

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
