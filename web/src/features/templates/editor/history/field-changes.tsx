import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Sides } from "./comparison";
import classes from "./history.module.css";

const LINES = ["name", "subject", "preheader", "description", "source_format"] as const;

/** The short fields that differ, as they were and as they are. */
export function FieldChanges({ before, after }: Sides) {
  const { t } = useTranslation("template-shell");
  if (!before) return null;
  const changed = LINES.filter((field) => before[field] !== after[field]);
  if (changed.length === 0) return null;
  return (
    <dl className={classes.fields}>
      {changed.map((field) => (
        <div key={field} className={classes.field}>
          <dt>{t(`field.${field}`)}</dt>
          <dd>
            <del>{before[field] || t("history.nothing")}</del>{" "}
            <Text span aria-hidden c="dimmed">
              →
            </Text>{" "}
            <ins>{after[field] || t("history.nothing")}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
