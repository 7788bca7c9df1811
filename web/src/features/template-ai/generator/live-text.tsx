import { Alert, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Broken, Passage } from "./course";
import classes from "./generator.module.css";
import { useReason } from "./use-reason";

type LiveTextProps = { passages: readonly Passage[]; broken?: readonly Broken[]; isWriting?: boolean };

/** The mail's texts as the model writes them: plain text, never taken for markup. */
export function LiveText({ passages, broken = [], isWriting }: LiveTextProps) {
  const { t } = useTranslation("template-ai");
  const reason = useReason();
  const last = passages.length - 1;
  return (
    <section className={classes.live} aria-label={t("live.label")} aria-busy={isWriting || undefined}>
      {isWriting && (
        <Text size="sm" c="dimmed" role="status">
          {t(passages.length === 0 ? "live.waiting" : "live.writing")}
        </Text>
      )}
      {broken.length > 0 && (
        <Alert color="brass" variant="light" icon={<IconRefresh size={18} />} title={t("live.again")}>
          {broken.map((each) => (
            <Text key={`${each.field}:${each.message}`} size="sm">
              {reason(each)}
            </Text>
          ))}
        </Alert>
      )}
      {passages.map(({ field, index, text }, at) => (
        <p
          key={`${field}:${index}`}
          className={classes.passage}
          data-field={field}
          data-streaming={(isWriting && at === last) || undefined}
        >
          {(field === "subject" || field === "preheader") && (
            <span className={classes.passageName}>{t(`field.${field}`)}</span>
          )}
          {text}
        </p>
      ))}
    </section>
  );
}
