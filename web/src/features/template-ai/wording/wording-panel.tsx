import { Button, Loader, Select, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconCircleCheck, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Readability, Tone, WordingFinding, WordingInput } from "@/lib/api-types-mail-ai";
import type { Writing } from "@/lib/template-writing";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { TONES } from "../generator/order";
import { wordingQuery } from "../queries";
import { checkedOf, replaced } from "./replace";
import classes from "./wording.module.css";

const REST = 800;

/** Places in the mail that could be said more plainly, or that do not fit a tone; no model is asked. */
export function WordingPanel({ writing }: { writing: Writing }) {
  const { t } = useTranslation("template-wording");
  const [tone, setTone] = useState<Tone | null>(null);
  const written = { ...checkedOf(writing.draft), locale: writing.template.locale, tone };
  const [settled] = useDebouncedValue(JSON.stringify(written), REST);
  const query = useQuery(wordingQuery(JSON.parse(settled) as WordingInput));
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <Select
          size="xs"
          w="12rem"
          aria-label={t("tone")}
          value={tone ?? "none"}
          onChange={(value) => setTone(TONES.find((each) => each === value) ?? null)}
          data={[
            { value: "none", label: t("plain_only") },
            ...TONES.map((value) => ({ value, label: t(`template-ai:tone.${value}`) })),
          ]}
        />
        <div role="status" className={classes.verdict}>
          {query.data && <ReadabilityLine readability={query.data.readability} />}
        </div>
        {query.isFetching && <Loader size={14} aria-label={t("checking")} />}
      </div>
      {query.data ? (
        <Findings findings={query.data.findings} isCut={query.data.is_cut} writing={writing} />
      ) : (
        query.isError && <ErrorState error={query.error} onRetry={() => query.refetch()} />
      )}
    </div>
  );
}

function ReadabilityLine({ readability: { score, grade, word_count } }: { readability: Readability }) {
  const { t } = useTranslation("template-wording");
  if (score === null || grade === null) {
    return (
      <Text size="xs" c="dimmed">
        {t("too_few", { count: word_count })}
      </Text>
    );
  }
  return (
    <Text size="xs">
      <b>{t(`grade.${grade}`)}</b>{" "}
      <Text span size="xs" c="dimmed">
        {t("score", { score: Math.round(score), count: word_count })}
      </Text>
    </Text>
  );
}

type FindingsProps = { findings: readonly WordingFinding[]; isCut: boolean; writing: Writing };

function Findings({ findings, isCut, writing }: FindingsProps) {
  const { t } = useTranslation("template-wording");
  if (findings.length === 0) {
    return (
      <p className={classes.fine}>
        <IconCircleCheck size={18} aria-hidden /> {t("none")}
      </p>
    );
  }
  return (
    <>
      <ul className={classes.findings} aria-label={t("list")}>
        {findings.map((each) => (
          <Finding key={`${each.field}:${each.start}:${each.end}:${each.code}`} {...{ each, writing }} />
        ))}
      </ul>
      {isCut && (
        <Text size="xs" c="dimmed" px="sm" pb={4}>
          {t("cut")}
        </Text>
      )}
    </>
  );
}

function Finding({ each, writing }: { each: WordingFinding; writing: Writing }) {
  const { t, i18n } = useTranslation("template-wording");
  const { code, field, line, column, excerpt, message, suggestion, words } = each;
  const change = writing.template.can_edit ? replaced(each, writing.draft) : null;
  const says = i18n.language === "en" ? message : t(`code.${code}`, { words, defaultValue: message });
  return (
    <li className={classes.row}>
      <button
        type="button"
        className={classes.finding}
        onClick={() => writing.jump({ level: "warning", code, message, field, line, column })}
      >
        <IconPencil size={16} aria-hidden />
        <span className={classes.text}>
          {!says.includes(excerpt) && <q className={classes.excerpt}>{excerpt}</q>} {says}
        </span>
        <span className={classes.place}>
          {t(`template-ai:field.${field}`)}
          {field === "html_code" && ` ${line}:${column}`}
        </span>
      </button>
      {change && (
        <Button
          size="compact-xs"
          variant="default"
          className={classes.replace}
          aria-label={t("replace", { excerpt, suggestion })}
          onClick={() => writing.set(change)}
        >
          {t("instead", { suggestion })}
        </Button>
      )}
    </li>
  );
}
