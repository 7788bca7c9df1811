import { Alert, Badge, Checkbox, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconSparkles, IconWand } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SubjectIdeas as Ideas, SubjectIdea } from "@/lib/api-types-mail-optimising";
import { formatChange, formatNumber } from "@/lib/format";
import classes from "./subject-ideas.module.css";

type SubjectIdeasProps = {
  ideas: Ideas;
  /** Subjects that are chosen. */
  chosen: readonly string[];
  onChoose: (subjects: string[]) => void;
  /** So many at once. */
  most: number;
};

/** Suggested subjects, each with what it is expected to do and why; some can be chosen. */
export function SubjectIdeas({ ideas, chosen, onChoose, most }: SubjectIdeasProps) {
  const { t, i18n } = useTranslation("subject-ideas");
  const { basis, model_trouble, variants } = ideas;
  const facts = {
    subjects: formatNumber(basis.subjects, i18n.language),
    mails: formatNumber(basis.mails, i18n.language),
  };
  /** Another preview line for the same subject: a test of subjects would compare nothing. */
  const isSame = (idea: SubjectIdea) => idea.subject === ideas.current.subject;
  const toggle = (subject: string) =>
    onChoose(chosen.includes(subject) ? chosen.filter((each) => each !== subject) : [...chosen, subject]);
  return (
    <Stack gap="sm" aria-live="polite">
      <Current current={ideas.current} />
      {model_trouble && (
        <Alert variant="light" color="gray" icon={<IconAlertTriangle size={18} />} title={t("trouble.title")}>
          {t(`trouble.${model_trouble.code}`, { defaultValue: model_trouble.words })}
        </Alert>
      )}
      {variants.length === 0 && <Text size="sm">{t("nothing")}</Text>}
      <ul className={classes.ideas} aria-label={t("title")}>
        {variants.map((idea) => (
          <li
            key={`${idea.code}-${idea.subject}`}
            className={classes.idea}
            data-chosen={chosen.includes(idea.subject) || undefined}
          >
            <Checkbox
              checked={chosen.includes(idea.subject)}
              disabled={isSame(idea) || (!chosen.includes(idea.subject) && chosen.length >= most)}
              onChange={() => toggle(idea.subject)}
              label={<span className="fd-break">{idea.subject}</span>}
              description={<Reason idea={idea} hasOwn={basis.code !== "none"} isSame={isSame(idea)} />}
            />
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed">
        {t(`basis.${basis.code}`, facts)}
      </Text>
    </Stack>
  );
}

function Current({ current }: { current: Ideas["current"] }) {
  const { t } = useTranslation("subject-ideas");
  return (
    <div>
      <Text size="xs" c="dimmed">
        {t("current", { count: current.characters })}
      </Text>
      <Text size="sm" fw={560} className="fd-break">
        {current.subject}
      </Text>
      {current.notes.map((code) => (
        <Text key={code} size="xs">
          {t(`note.${code}`, { defaultValue: "" })}
        </Text>
      ))}
    </div>
  );
}

type ReasonProps = { idea: SubjectIdea; hasOwn: boolean; isSame: boolean };

/** Without results of one's own nothing is foretold, and no number is shown. */
function Reason({ idea, hasOwn, isSame }: ReasonProps) {
  const { t, i18n } = useTranslation("subject-ideas");
  const change = (value: number) => formatChange(value, i18n.language);
  const Icon = idea.source === "model" ? IconSparkles : IconWand;
  return (
    <span className={classes.reason}>
      {idea.preheader && <span className="fd-break">{t("preheader", { text: idea.preheader })}</span>}
      {idea.source === "model" ? (
        <span className="fd-break">
          {t("in_its_words")} <q>{idea.reason}</q>
        </span>
      ) : (
        <span>{t(`pattern.${idea.code}`, { defaultValue: idea.reason })}</span>
      )}
      {isSame && <span>{t("same")}</span>}
      <span className={classes.facts}>
        <Badge
          variant="default"
          size="sm"
          tt="none"
          component="span"
          leftSection={<Icon size={12} aria-hidden />}
        >
          {idea.source === "model" ? (idea.model ?? t("source.model")) : t("source.pattern")}
        </Badge>
        {hasOwn && (
          <span className="fd-tabular">
            {t("lift", { lift: change(idea.lift), low: change(idea.lift_low), high: change(idea.lift_high) })}
          </span>
        )}
      </span>
    </span>
  );
}
