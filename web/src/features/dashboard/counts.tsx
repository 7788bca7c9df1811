import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Dashboard } from "@/lib/api-types";
import { formatNumber } from "@/lib/format";
import classes from "./dashboard.module.css";

const SHOWN = [
  "mails_last_7_days",
  "mails_failed_last_7_days",
  "templates_active",
  "contacts",
  "people",
] as const;

export function Counts({ counts }: { counts: Dashboard["counts"] }) {
  const { t, i18n } = useTranslation("dashboard");
  return (
    <dl className={classes.counts}>
      {SHOWN.map((key) => (
        <div
          key={key}
          className={classes.count}
          data-alarm={(key === "mails_failed_last_7_days" && counts[key] > 0) || undefined}
        >
          <Text component="dt" size="xs" c="dimmed">
            {t(`count.${key}`)}
          </Text>
          <dd className={classes.figure}>{formatNumber(counts[key], i18n.language)}</dd>
        </div>
      ))}
    </dl>
  );
}
