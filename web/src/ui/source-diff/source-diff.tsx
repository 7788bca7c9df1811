import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { compareLines, foldRows, type Line, type Row } from "./line-diff";
import classes from "./source-diff.module.css";

const PARTS = ["html_code", "text_code"] as const;

export type Source = { label: string; html_code: string; text_code: string };
/** Without anything before, the code is shown as it is. */
type SourceDiffProps = {
  before: Source | null;
  after: Source;
  /** A line of the newer code to lead to; shown also where nothing was changed. */
  line?: number;
};

/** Two sources side by side, unchanged stretches folded. */
export function SourceDiff({ before, after, line }: SourceDiffProps) {
  const { t } = useTranslation("template-shell");
  const [part, setPart] = useState<(typeof PARTS)[number]>("html_code");
  const hunks = useMemo(
    () => foldRows(compareLines(before?.[part] ?? after[part], after[part]), 3, line),
    [before, after, part, line],
  );
  const target = useRef<HTMLTableRowElement>(null);
  useEffect(() => target.current?.scrollIntoView({ block: "center" }), []);
  const isSame = hunks.every((hunk) => "skipped" in hunk);
  return (
    <Stack gap="xs">
      {(before?.text_code || after.text_code) && (
        <SegmentedControl
          size="xs"
          style={{ alignSelf: "flex-start" }}
          aria-label={t("history.part")}
          value={part}
          onChange={(value) => setPart(value as typeof part)}
          data={PARTS.map((value) => ({ value, label: t(`field.${value}`) }))}
        />
      )}
      {before && isSame && <Text size="sm">{t("history.same_code")}</Text>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <section className={classes.diff} tabIndex={0} aria-label={t("history.source")}>
        {before && !isSame ? (
          <table>
            <colgroup>
              <col className={classes.numbers} />
              <col />
              <col className={classes.numbers} />
              <col />
            </colgroup>
            <thead>
              <tr>
                <th colSpan={2}>{before.label}</th>
                <th colSpan={2}>{after.label}</th>
              </tr>
            </thead>
            <tbody>
              {hunks.map((hunk, at) =>
                "skipped" in hunk ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: hunks never move
                  <tr key={at} className={classes.fold}>
                    <td colSpan={4}>{t("history.alike", { count: hunk.skipped })}</td>
                  </tr>
                ) : (
                  hunk.rows.map((row) => (
                    <tr
                      key={`${row.before?.number}:${row.after?.number}`}
                      ref={isThere(row, line) ? target : undefined}
                      data-kind={row.kind}
                      aria-current={isThere(row, line) ? "location" : undefined}
                    >
                      <Cell line={row.before} side="before" isChanged={row.kind === "changed"} />
                      <Cell line={row.after} side="after" isChanged={row.kind === "changed"} />
                    </tr>
                  ))
                ),
              )}
            </tbody>
          </table>
        ) : (
          <pre className={classes.source}>{after[part]}</pre>
        )}
      </section>
    </Stack>
  );
}

function isThere(row: Row, line: number | undefined): boolean {
  return line !== undefined && row.after?.number === line;
}

type CellProps = { line: Line | null; side: "before" | "after"; isChanged: boolean };

function Cell({ line, side, isChanged }: CellProps) {
  const Tag = side === "before" ? "del" : "ins";
  return (
    <>
      <td className={classes.number}>{line?.number}</td>
      <td className={classes.line} data-side={isChanged && line ? side : undefined}>
        {line && (isChanged ? <Tag>{line.text}</Tag> : line.text)}
      </td>
    </>
  );
}
