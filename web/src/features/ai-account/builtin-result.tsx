import { Code, Group, Progress, Text } from "@mantine/core";
import { IconWand } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Extraction, Sentiment, Summary } from "@/lib/api-types-ai-use";
import { formatNumber } from "@/lib/format";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import classes from "./ai-account.module.css";
import { ExtractionResult } from "./extraction-result";
import { MarkedText } from "./marked-text";

export type Outcome =
  | { tool: "sentiment"; text: string; found: Sentiment | undefined }
  | { tool: "summary"; text: string; found: Summary }
  | { tool: "extraction"; text: string; found: Extraction };

/** What the built-in model made of the text; it always says that it was the built-in one. */
export function BuiltinResult({ outcome }: { outcome: Outcome | undefined }) {
  const { t } = useTranslation("ai-account");
  if (!outcome?.found) {
    return (
      <EmptyState icon={IconWand} title={t("builtin.empty")}>
        {t("builtin.empty_text")}
      </EmptyState>
    );
  }
  return (
    <Surface
      title={t(`builtin.${outcome.tool}.name`)}
      actions={
        <Text size="xs" c="dimmed">
          {t("builtin.made_by")} <Code>builtin</Code>
        </Text>
      }
    >
      {outcome.tool === "sentiment" && <SentimentResult found={outcome.found} />}
      {outcome.tool === "summary" && <SummaryResult text={outcome.text} found={outcome.found} />}
      {outcome.tool === "extraction" && <ExtractionResult text={outcome.text} found={outcome.found} />}
    </Surface>
  );
}

const TONES: Record<Sentiment["label"], Tone> = { negative: "bad", neutral: "quiet", positive: "good" };
const COLORS: Record<Sentiment["label"], string> = { negative: "red", neutral: "gray", positive: "pine" };
const LABELS = ["negative", "neutral", "positive"] as const;

function SentimentResult({ found }: { found: Sentiment }) {
  const { t, i18n } = useTranslation("ai-account");
  return (
    <div role="status">
      <StatusBadge tone={TONES[found.label]}>{t(`builtin.label.${found.label}`)}</StatusBadge>
      <ul className={classes.shares}>
        {LABELS.map((label) => {
          const share = Math.round((found.probabilities[label] ?? 0) * 100);
          return (
            <li key={label}>
              <Group justify="space-between">
                <Text size="sm">{t(`builtin.label.${label}`)}</Text>
                <Text size="sm" c="dimmed" className="fd-tabular">
                  {t("builtin.percent", { share: formatNumber(share, i18n.language) })}
                </Text>
              </Group>
              <Progress
                value={share}
                color={COLORS[label]}
                size={6}
                aria-label={t(`builtin.label.${label}`)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function SummaryResult({ text, found }: { text: string; found: Summary }) {
  const { t } = useTranslation("ai-account");
  return (
    <>
      <p className={classes.summary} role="status">
        {found.summary}
      </p>
      <Text size="xs" c="dimmed" mb={6}>
        {t("builtin.chosen", { count: found.sentences.length })}
      </Text>
      <MarkedText text={text} spans={found.sentences.map((each) => ({ ...each, kind: "sentence" }))} />
    </>
  );
}
