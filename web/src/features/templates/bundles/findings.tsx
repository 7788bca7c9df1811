import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleX, IconWand } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SourceChange, SourceProblem } from "@/lib/api-types-library";
import { useServerWords } from "@/ui/template-problems/server-words";
import classes from "./bundles.module.css";

type FindingsProps = { changes: SourceChange[]; problems: SourceProblem[] };

/** What needs a hand, then what was changed, each with its place in the source. */
export function Findings({ changes, problems }: FindingsProps) {
  const { t } = useTranslation("template-bundles");
  const say = useServerWords();
  return (
    <>
      <section aria-label={t("problems.title")}>
        <Text fw={560} size="sm">
          {t("problems.title")} ({problems.length})
        </Text>
        {problems.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("problems.none")}
          </Text>
        ) : (
          <ul className={classes.findings}>
            {problems.map((each) => (
              <li key={`${each.code}-${each.line}-${each.column}-${each.message}`} data-level={each.level}>
                {each.level === "error" ? (
                  <IconCircleX size={16} aria-label={t("problems.error")} />
                ) : (
                  <IconAlertTriangle size={16} aria-label={t("problems.warning")} />
                )}
                <span>
                  {say(each.message)} <Place {...each} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-label={t("changes.title")}>
        <Text fw={560} size="sm">
          {t("changes.title")} ({changes.length})
        </Text>
        {changes.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("changes.none")}
          </Text>
        ) : (
          <ul className={classes.findings}>
            {changes.map((each) => (
              <li key={`${each.code}-${each.line}-${each.column}-${each.message}`}>
                <IconWand size={16} aria-hidden />
                <span>
                  {say(each.message)} <Place {...each} />
                  {(each.count ?? 1) > 1 && (
                    <span className={classes.place}> {t("times", { count: each.count })}</span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Place({ line = 0, column = 0 }: { line?: number; column?: number }) {
  const { t } = useTranslation("template-bundles");
  if (line < 1) return null;
  return <span className={classes.place}>{t("place", { line, column: Math.max(column, 1) })}</span>;
}
