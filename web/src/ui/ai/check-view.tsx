import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CheckResult } from "@/lib/api-types-ai";
import { formatNumber } from "@/lib/format";
import { ApiError } from "@/lib/problem";
import { useErrorText } from "../form/error-text";
import { StatusBadge } from "../status-badge/status-badge";
import classes from "./ai.module.css";

type CheckViewProps = { result?: CheckResult; error?: unknown };

/** How a live test of a model ended: how fast it answered, or in plain words why it did not. */
export function CheckView({ result, error }: CheckViewProps) {
  const { t, i18n } = useTranslation("ai-models");
  const describe = useErrorText();
  return (
    <div role="status">
      {error ? (
        <div className={classes.check}>
          <StatusBadge tone="bad">{t("check.refused")}</StatusBadge>
          <Text size="sm" mt={6} className="fd-break">
            {error instanceof ApiError && error.errors.length > 0
              ? error.errors.map((each) => each.message).join(" ")
              : describe(error)}
          </Text>
        </div>
      ) : (
        result && (
          <div className={classes.check}>
            <StatusBadge tone={result.ok ? "good" : "bad"}>
              {result.ok
                ? t("check.ok", { ms: formatNumber(result.latency_ms, i18n.language) })
                : t("check.failed", { ms: formatNumber(result.latency_ms, i18n.language) })}
            </StatusBadge>
            {result.error && (
              <Text size="sm" mt={6} className="fd-break">
                {result.error.detail}
              </Text>
            )}
            {result.answer && <p className={classes.answer}>{result.answer}</p>}
          </div>
        )
      )}
    </div>
  );
}
