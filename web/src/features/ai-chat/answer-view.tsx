import { Button, CopyButton, Group, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatMoney, formatNumber } from "@/lib/format";
import { useCurrency } from "@/lib/use-currency";
import { CallProblem } from "@/ui/ai/call-problem";
import classes from "./chat.module.css";
import type { Answer } from "./conversation";

type AnswerViewProps = { answer: Answer; onAgain?: () => void };

/** One answer as plain text: what a model writes is never taken for markup. */
export function AnswerView({ answer, onAgain }: AnswerViewProps) {
  const { t } = useTranslation("ai-chat");
  const streaming = answer.state === "streaming";
  return (
    <article className={classes.answer} aria-label={t("answer_of", { name: answer.asked })}>
      <Text size="xs" fw={600} c="dimmed">
        {answer.asked}
      </Text>
      {answer.text && (
        <div className={classes.text} data-streaming={streaming || undefined}>
          {answer.text}
        </div>
      )}
      {streaming && !answer.text && (
        <span className={classes.dots} role="img" aria-label={t("waiting")}>
          <i />
          <i />
          <i />
        </span>
      )}
      {answer.state === "stopped" && (
        <Text size="xs" c="dimmed">
          {t("stopped")}
        </Text>
      )}
      {answer.finish === "length" && (
        <Text size="xs" c="dimmed">
          {t("cut")}
        </Text>
      )}
      {answer.error && <CallProblem error={answer.error} />}
      {!streaming && (
        <Group gap="xs" mt={4}>
          <ReceiptLine answer={answer} />
          {answer.text && (
            <CopyButton value={answer.text}>
              {({ copied, copy }) => (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  leftSection={
                    copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />
                  }
                  onClick={copy}
                >
                  {copied ? t("common:action.copied") : t("common:action.copy")}
                </Button>
              )}
            </CopyButton>
          )}
          {onAgain && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<IconRefresh size={13} aria-hidden />}
              onClick={onAgain}
            >
              {answer.state === "failed" ? t("common:action.retry") : t("again")}
            </Button>
          )}
        </Group>
      )}
    </article>
  );
}

function ReceiptLine({ answer }: { answer: Answer }) {
  const { t, i18n } = useTranslation("ai-chat");
  const currency = useCurrency();
  const { receipt, totalMs, firstTokenMs } = answer;
  if (!receipt) return null;
  const number = (value: number) => formatNumber(value, i18n.language);
  const seconds = (ms: number) => number(Math.round(ms / 100) / 10);
  const parts = [
    t("receipt.tokens", {
      prompt: number(receipt.prompt_tokens),
      completion: number(receipt.completion_tokens),
    }),
    currency ? formatMoney(receipt.cost, currency, i18n.language) : null,
    totalMs !== undefined ? t("receipt.seconds", { seconds: seconds(totalMs) }) : null,
    firstTokenMs !== undefined ? t("receipt.first", { seconds: seconds(firstTokenMs) }) : null,
    receipt.served_by ? t("receipt.served_by", { name: receipt.served_by }) : null,
    receipt.estimated ? t("receipt.estimated") : null,
  ];
  return (
    <Text size="xs" c="dimmed" className="fd-tabular fd-break">
      {parts.filter(Boolean).join(" · ")}
    </Text>
  );
}
