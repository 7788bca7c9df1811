import { Alert } from "@mantine/core";
import { IconHourglass, IconScale, IconTrophy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type CampaignComparison, LETTERS } from "@/lib/api-types-campaigns";
import { formatChance, formatChange, formatNumber, formatPercent } from "@/lib/format";
import { useServerWords } from "../server-words";

const ICONS = { not_enough_data: IconHourglass, undecided: IconScale, winner: IconTrophy };

type VerdictProps = { test: CampaignComparison; reason: string; winner: number | null };

/** What may be said of the test, in words: never more than it has shown. */
export function Verdict({ test, reason, winner }: VerdictProps) {
  const { t } = useTranslation("campaign-test");
  const say = useServerWords();
  const { verdict, decision } = test;
  const Icon = ICONS[verdict.state];
  const letter = LETTERS[winner ?? verdict.leader];
  const title = decision ? t(`decision.${decision}`, { letter }) : t(`state.${verdict.state}`, { letter });
  const words = useVerdictWords(test);
  return (
    <Alert
      variant="light"
      color={verdict.state === "winner" ? undefined : "gray"}
      icon={<Icon size={18} />}
      title={title}
    >
      {decision === "person" && <p style={{ margin: 0 }}>{say(reason)}</p>}
      <p style={{ margin: 0 }}>{words}</p>
    </Alert>
  );
}

function useVerdictWords({ verdict, metric }: CampaignComparison): string {
  const { t, i18n } = useTranslation("campaign-test");
  const number = (value: number) => formatNumber(value, i18n.language);
  const percent = (value: number) => formatPercent(value, i18n.language);
  const more = Math.max(verdict.needs - verdict.smallest, 0);
  const words = t(`verdict.${verdict.code}`, {
    count: more,
    more: number(more),
    needs: number(verdict.needs),
    smallest: number(verdict.smallest),
    letter: LETTERS[verdict.leader],
    chance: formatChance(verdict.probability, i18n.language),
  });
  if (verdict.code === "too-few-people") return words;
  const { lift, lift_low, lift_high } = verdict;
  if (lift === null || lift_low === null || lift_high === null) return words;
  const facts = {
    letter: LETTERS[verdict.leader],
    other: LETTERS[verdict.runner_up],
    lift: percent(lift),
    low: formatChange(lift_low, i18n.language),
    high: formatChange(lift_high, i18n.language),
  };
  return `${words} ${t(`lift.${metric}`, facts)}`;
}
