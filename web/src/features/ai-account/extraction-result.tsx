import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Extraction, FoundDate } from "@/lib/api-types-ai-use";
import { formatDate, formatDateTime } from "@/lib/format";
import { useMe } from "@/lib/session";
import classes from "./ai-account.module.css";
import { MarkedText } from "./marked-text";
import type { Span } from "./marks";

function spansOf(found: Extraction): Span[] {
  return [
    ...found.actions.map((each) => ({ ...each, kind: "action" })),
    ...found.decisions.map((each) => ({ ...each, kind: "decision" })),
    ...found.dates.map((each) => ({ ...each, kind: "date" })),
  ];
}

/** Dates, actions and decisions, and where the text says so. */
export function ExtractionResult({ text, found }: { text: string; found: Extraction }) {
  const { t } = useTranslation("ai-account");
  return (
    <Stack gap="md">
      <div role="status">
        {t("builtin.found", {
          dates: found.dates.length,
          actions: found.actions.length,
          decisions: found.decisions.length,
        })}
      </div>
      <Found kind="date" count={found.dates.length}>
        {found.dates.map((each) => (
          <li key={each.start}>
            <FoundTime found={each} /> <Quote>{each.text}</Quote>
          </li>
        ))}
      </Found>
      <Found kind="action" count={found.actions.length}>
        {found.actions.map((each) => (
          <li key={each.start}>
            {each.owner && <strong>{each.owner}: </strong>}
            {each.text}
            {each.due && (
              <Text span size="xs" c="dimmed">
                {" "}
                {t("builtin.due")} <FoundTime found={each.due} />
              </Text>
            )}
          </li>
        ))}
      </Found>
      <Found kind="decision" count={found.decisions.length}>
        {found.decisions.map((each) => (
          <li key={each.start}>{each.text}</li>
        ))}
      </Found>
      <MarkedText text={text} spans={spansOf(found)} />
    </Stack>
  );
}

type FoundProps = { kind: "date" | "action" | "decision"; count: number; children: ReactNode };

function Found({ kind, count, children }: FoundProps) {
  const { t } = useTranslation("ai-account");
  if (count === 0) return null;
  return (
    <div>
      <Title order={3} className={classes.foundTitle} data-kind={kind}>
        {t(`builtin.kind.${kind}`)}
      </Title>
      <ul className={classes.found}>{children}</ul>
    </div>
  );
}

function Quote({ children }: { children: string }) {
  return (
    <Text span size="xs" c="dimmed">
      “{children}”
    </Text>
  );
}

/** A day as it is on the calendar, or a moment with its zone; both ends of a stretch. */
function FoundTime({ found }: { found: FoundDate }) {
  const { i18n } = useTranslation();
  const zone = useMe().profile?.timezone ?? "UTC";
  const write = (date: string, moment: string | null | undefined) =>
    moment ? formatDateTime(moment, i18n.language, zone) : formatDate(date, i18n.language, "UTC");
  const end = found.until_date ? ` – ${write(found.until_date, found.until_datetime)}` : "";
  return (
    <time dateTime={found.datetime ?? found.date}>
      {write(found.date, found.datetime)}
      {end}
    </time>
  );
}
