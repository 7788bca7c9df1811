import { Alert, Text } from "@mantine/core";
import { IconAlertCircle, IconHourglassEmpty, IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { PeriodType } from "@/lib/api-types-ai";
import { formatNumber } from "@/lib/format";
import type { ApiError } from "@/lib/problem";
import { Time } from "@/ui/time/time";
import { useErrorText } from "../form/error-text";

/** What a spent quota tells beside its status. */
type Spent = {
  scope: "organization" | "person";
  period_type: PeriodType;
  limit: number;
  remaining: number;
  wanted: number;
  resets_at: string;
};

function spentOf(error: ApiError): Spent | null {
  const { scope, period_type, limit, resets_at } = error.body;
  const told = typeof scope === "string" && typeof period_type === "string" && typeof resets_at === "string";
  return error.status === 429 && told && typeof limit === "number" ? (error.body as Spent) : null;
}

/** Why a model was not called or did not answer: what it is, when it passes, what would lift it. */
export function CallProblem({ error }: { error: ApiError }) {
  const { t } = useTranslation("ai-account");
  const describe = useErrorText();
  const spent = spentOf(error);
  if (spent) return <SpentProblem spent={spent} />;
  const locked = error.status === 402 || error.status === 403;
  const liftedBy = typeof error.body.lifted_by === "string" ? error.body.lifted_by : "";
  return (
    <Alert
      role="alert"
      variant="light"
      color={locked ? "brass" : "red"}
      icon={locked ? <IconLock size={18} /> : <IconAlertCircle size={18} />}
      title={t(locked ? "problem.locked" : "problem.failed")}
    >
      <Text size="sm">{error.status === 429 && error.detail ? error.detail : describe(error)}</Text>
      {liftedBy && <Text size="sm">{t("problem.lifted_by", { what: liftedBy })}</Text>}
      {!locked && error.retryAfter !== null && (
        <Text size="sm">{t("problem.retry_after", { count: error.retryAfter })}</Text>
      )}
    </Alert>
  );
}

function SpentProblem({ spent }: { spent: Spent }) {
  const { t, i18n } = useTranslation("ai-account");
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <Alert
      role="alert"
      variant="light"
      color="brass"
      icon={<IconHourglassEmpty size={18} />}
      title={t(`problem.spent.${spent.scope}.${spent.period_type}`)}
    >
      <Text size="sm">
        {t("problem.spent.text", {
          left: number(spent.remaining),
          limit: number(spent.limit),
          wanted: number(spent.wanted),
        })}
      </Text>
      <Text size="sm">
        {t("problem.spent.resets")} <Time at={spent.resets_at} mode="absolute" /> (
        <Time at={spent.resets_at} />)
      </Text>
      <Text size="sm">{t(`problem.spent.lifted_${spent.scope}`)}</Text>
    </Alert>
  );
}
