import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Rate } from "@/lib/api-types-mail-settings";
import { formatNumber } from "@/lib/format";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";

const TONES: Record<Rate["verdict"], Tone> = {
  good: "good",
  watch: "attention",
  bad: "bad",
  too_few: "quiet",
};

/** A rate in words, held against what mailbox providers ask of senders. */
export function RateCard({ kind, rate }: { kind: "complaint" | "bounce"; rate: Rate }) {
  const { t, i18n } = useTranslation("deliverability");
  return (
    <Surface title={t(`rate.${kind}`)}>
      <Group gap="sm" align="baseline">
        <Text fz="1.5rem" fw={600} className="fd-tabular">
          <Percent percent={rate.percent} />
        </Text>
        <StatusBadge tone={TONES[rate.verdict]}>{t(`verdict.${rate.verdict}`)}</StatusBadge>
      </Group>
      <Text size="sm" mt="xs">
        {t(`rate_words.${kind}_${rate.verdict}`)}
      </Text>
      <Text size="xs" c="dimmed" mt="xs">
        {t(`rate_source.${kind}`, {
          good: formatNumber(rate.good_below, i18n.language),
          bad: formatNumber(rate.bad_from, i18n.language),
        })}
      </Text>
    </Surface>
  );
}

/** Complaints count in hundredths of a percent. */
export function Percent({ percent }: { percent: number | null }) {
  const { i18n } = useTranslation("deliverability");
  if (percent === null) return "–";
  const digits = percent < 1 ? 2 : 1;
  return new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: digits }).format(
    percent / 100,
  );
}
