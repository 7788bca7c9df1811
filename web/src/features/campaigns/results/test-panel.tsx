import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type CampaignComparison, type CampaignResults, LETTERS } from "@/lib/api-types-campaigns";
import { formatChance, formatNumber, formatPercent } from "@/lib/format";
import { IntervalBars } from "@/ui/charts/interval-bars";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { WrittenBy } from "../written-by";
import { Verdict } from "./verdict";

type TestPanelProps = { test: CampaignComparison; results: CampaignResults; decidesItself: boolean };

/** The variants of a test against each other, with what chance leaves open, and what may be said of it. */
export function TestPanel({ test, results, decidesItself }: TestPanelProps) {
  const { t, i18n } = useTranslation("campaign-test");
  const percent = (value: number) => formatPercent(value, i18n.language);
  const certainty = percent(test.confidence);
  return (
    <Surface title={t("panel.title")} description={t(`panel.of_${test.metric}`)}>
      <Stack gap="lg">
        <Verdict test={test} reason={results.reason} winner={results.winner} />
        <IntervalBars
          label={t("panel.title")}
          bars={test.variants.map((arm) => ({
            key: String(arm.position),
            value: arm.rate,
            low: arm.low,
            high: arm.high,
            leads: arm.position === (results.winner ?? test.verdict.leader),
            text:
              arm.rate === null
                ? t("panel.nobody_yet")
                : t("panel.rate", {
                    rate: percent(arm.rate),
                    low: percent(arm.low),
                    high: percent(arm.high),
                  }),
            label: (
              <Group gap="xs">
                <Badge variant="light" circle>
                  {LETTERS[arm.position]}
                </Badge>
                <Text size="sm">{results.by_variant[arm.position]?.subject}</Text>
                <WrittenBy by={arm.written_by} />
              </Group>
            ),
            note: <ArmNote test={test} arm={arm} isWinner={results.winner === arm.position} />,
          }))}
        />
        <Text size="xs" c="dimmed">
          {t("panel.whiskers", { certainty })} {t("panel.error_rate")}
        </Text>
        <Moments test={test} decidesItself={decidesItself} />
      </Stack>
    </Surface>
  );
}

type ArmNoteProps = {
  test: CampaignComparison;
  arm: CampaignComparison["variants"][number];
  isWinner: boolean;
};

/** The counts behind a bar; who got the winner afterwards stands apart, for they were not part of the test. */
function ArmNote({ test, arm, isWinner }: ArmNoteProps) {
  const { t, i18n } = useTranslation("campaign-test");
  const number = (value: number) => formatNumber(value, i18n.language);
  const people = (counts: { arrived: number; responses: number }) => ({
    count: counts.responses,
    responses: number(counts.responses),
    arrived: number(counts.arrived),
  });
  return (
    <>
      {t(`panel.people_${test.metric}`, people(arm.sample))} ·{" "}
      {t("panel.best", { chance: formatChance(arm.best_probability, i18n.language) })} ·{" "}
      {t("panel.share", { share: formatPercent(arm.share / 100, i18n.language) })}
      {isWinner && arm.rest.arrived > 0 && (
        <div>
          {t("panel.rest")} {t(`panel.people_${test.metric}`, people(arm.rest))}
        </div>
      )}
    </>
  );
}

/** When somebody looks next: the rule holds only because it is looked at seldom. */
function Moments({ test, decidesItself }: Omit<TestPanelProps, "results">) {
  const { t } = useTranslation("campaign-test");
  if (test.decision || !test.next_look_at) return null;
  return (
    <Text size="sm">
      {t("panel.next_look")} <Time at={test.next_look_at} mode="absolute" />
      {decidesItself && test.has_rest && test.ends_at && (
        <>
          . {t("panel.ends")} <Time at={test.ends_at} mode="absolute" />
        </>
      )}
      .
    </Text>
  );
}
