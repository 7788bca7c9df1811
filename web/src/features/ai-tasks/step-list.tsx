import { Button, Code, CopyButton, Group, Loader, Text } from "@mantine/core";
import { IconAlertCircle, IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { formatMoney, formatNumber } from "@/lib/format";
import { useCurrency } from "@/lib/use-currency";
import { type StepView, textOf } from "./running";
import classes from "./tasks.module.css";

/** What each step answered, as plain text or as indented JSON. */
export function StepList({ steps, total }: { steps: StepView[]; total?: number }) {
  const { t } = useTranslation("ai-tasks");
  return (
    <ol className={classes.steps} aria-label={t("steps")}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the run
        <li key={index} className={classes.step}>
          <Group justify="space-between" gap="xs">
            <Group gap={6}>
              <Glyph state={step.state} />
              <Text size="sm" fw={560}>
                {t("step", { number: index + 1, total: Math.max(total ?? 0, steps.length) })}
              </Text>
            </Group>
            {step.state !== "running" && textOf(step) && <Copy text={textOf(step)} />}
          </Group>
          <StepText step={step} />
          <StepFacts step={step} />
        </li>
      ))}
    </ol>
  );
}

function StepText({ step }: { step: StepView }) {
  const text = textOf(step);
  if (!text) return null;
  if (step.output === "json") {
    return (
      <Code block className={classes.json}>
        {text}
      </Code>
    );
  }
  return <div className={classes.text}>{text}</div>;
}

function StepFacts({ step }: { step: StepView }) {
  const { t, i18n } = useTranslation("ai-tasks");
  const currency = useCurrency();
  const number = (value: number) => formatNumber(value, i18n.language);
  if (step.state !== "done" || !step.tokens) return null;
  const parts = [
    t("facts.tokens", { tokens: number(step.tokens) }),
    step.cost && currency ? formatMoney(step.cost, currency, i18n.language) : null,
    step.latency_ms ? t("facts.seconds", { seconds: number(Math.round(step.latency_ms / 100) / 10) }) : null,
    step.served_by ? t("facts.served_by", { name: step.served_by }) : null,
    step.isCut ? t("facts.cut") : null,
  ];
  return (
    <Text size="xs" c="dimmed" className="fd-tabular fd-break">
      {parts.filter(Boolean).join(" · ")}
    </Text>
  );
}

function Glyph({ state }: { state: StepView["state"] }) {
  const { t } = useTranslation("ai-tasks");
  if (state === "running") return <Loader size={14} aria-label={t("step_state.running")} role="img" />;
  const Icon = state === "done" ? IconCheck : IconAlertCircle;
  return <Icon size={16} aria-label={t(`step_state.${state}`)} className={classes[state]} />;
}

function Copy({ text }: { text: string }) {
  const { t } = useTranslation("ai-tasks");
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
          onClick={copy}
        >
          {t(copied ? "common:action.copied" : "common:action.copy")}
        </Button>
      )}
    </CopyButton>
  );
}
