import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./generator.module.css";

type Lines = { subject: string; preheader: string };

/** The lines that lists show, as they are and as they are proposed. */
export function LineChanges({ before, after }: { before: Lines | null; after: Lines }) {
  const { t } = useTranslation("template-ai");
  return (
    <dl className={classes.lines}>
      {(["subject", "preheader"] as const).map((field) => {
        const isChanged = before !== null && before[field] !== after[field];
        return (
          <div key={field} className={classes.line}>
            <dt>{t(`field.${field}`)}</dt>
            <dd>
              {isChanged && (
                <>
                  <del>{before[field] || t("proposal.nothing")}</del>{" "}
                  <Text span aria-hidden c="dimmed">
                    →
                  </Text>{" "}
                </>
              )}
              {isChanged ? (
                <ins>{after[field] || t("proposal.nothing")}</ins>
              ) : (
                after[field] || t("proposal.nothing")
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
