import { Alert, Anchor, Stack, Text, Title } from "@mantine/core";
import { IconArrowDownRight, IconArrowUpRight, IconHourglass, IconScale } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AiReportComparison, AiReportContrast } from "@/lib/api-types-mail-optimising";
import { formatDate, formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { type IntervalBar, IntervalBars } from "@/ui/charts/interval-bars";
import { Surface } from "@/ui/surface/surface";
import { ExtraOpens } from "./extra-opens";
import { useRates } from "./use-rates";

const ICONS = {
  more: IconArrowUpRight,
  fewer: IconArrowDownRight,
  not_shown: IconScale,
  not_enough_data: IconHourglass,
};

export type Subject = "subjects" | "personalized";
type ComparisonPanelProps = { of: Subject; comparison: AiReportComparison; currency: string };

/** With AI against without it: first where chance alone decided who got which, then over everything, with its caveat. */
export function ComparisonPanel({ of, comparison, currency }: ComparisonPanelProps) {
  const { t } = useTranslation("ai-mail-report");
  const { within, overall, pairs } = comparison;
  const isByLot = comparison.caveat_code !== "not_drawn_by_lot";
  if (overall.ai.arrived === 0) {
    return (
      <Surface title={t(`${of}.title`)}>
        <Text size="sm">{t(`${of}.none`)}</Text>
      </Surface>
    );
  }
  return (
    <Surface title={t(`${of}.title`)} description={t(`${of}.text`)}>
      <Stack gap="lg">
        <Contrast of={of} contrast={within} />
        {!isByLot && (
          <Text size="xs" c="dimmed">
            {t("caveat.not_drawn_by_lot")}
          </Text>
        )}
        {pairs.length > 0 && <Pairs comparison={comparison} />}
        <ExtraOpens extra={comparison.extra} currency={currency} />
        <div>
          <Title order={3} size="sm">
            {t("overall.title")}
          </Title>
          <Text size="xs" c="dimmed" mb="sm">
            {t("caveat.audiences_differ")}
          </Text>
          <Arms of={of} contrast={overall} />
        </div>
      </Stack>
    </Surface>
  );
}

function Contrast({ of, contrast }: { of: Subject; contrast: AiReportContrast }) {
  const { t } = useTranslation("ai-mail-report");
  const { points } = useRates();
  const Icon = ICONS[contrast.verdict];
  const { difference, difference_low: low, difference_high: high } = contrast;
  return (
    <>
      <Alert
        variant="light"
        color={contrast.verdict === "more" ? undefined : "gray"}
        icon={<Icon size={18} />}
        title={t(`verdict.${of}_${contrast.verdict}`)}
      >
        {difference === null || low === null || high === null
          ? t("difference.none")
          : t("difference.shown", {
              difference: points(difference),
              low: points(low),
              high: points(high),
            })}{" "}
        {contrast.verdict === "not_enough_data" && difference !== null && t("difference.too_few")}
      </Alert>
      {contrast.ai.arrived + contrast.other.arrived > 0 && <Arms of={of} contrast={contrast} />}
    </>
  );
}

function Arms({ of, contrast }: { of: Subject; contrast: AiReportContrast }) {
  const { t } = useTranslation("ai-mail-report");
  const { armBar } = useRates();
  if (contrast.ai.arrived + contrast.other.arrived === 0) return <Text size="sm">{t("overall.none")}</Text>;
  return (
    <IntervalBars
      label={t(`${of}.title`)}
      bars={[
        { ...armBar("ai", contrast.ai), label: <Text size="sm">{t(`${of}.ai`)}</Text>, leads: true },
        { ...armBar("other", contrast.other), label: <Text size="sm">{t(`${of}.other`)}</Text> },
      ]}
    />
  );
}

/** Campaign by campaign: the difference that AI made to its opens. */
function Pairs({ comparison: { pairs, pair_count } }: { comparison: AiReportComparison }) {
  const { t, i18n } = useTranslation("ai-mail-report");
  const { points } = useRates();
  const path = usePath();
  const bars = pairs.flatMap((pair): IntervalBar[] => {
    const { difference, difference_low: low, difference_high: high } = pair;
    if (difference === null || low === null || high === null) return [];
    return [
      {
        key: pair.campaign_id,
        value: difference,
        low,
        high,
        leads: pair.verdict === "more",
        text: t("difference.short", { difference: points(difference), low: points(low), high: points(high) }),
        label: (
          <Anchor component={Link} size="sm" to={path(`/admin/mail/campaigns/${pair.campaign_id}`)}>
            {pair.name}
          </Anchor>
        ),
        note: t("pairs.note", {
          date: formatDate(pair.started_at, i18n.language, "UTC"),
          ai: formatNumber(pair.ai.arrived, i18n.language),
          other: formatNumber(pair.other.arrived, i18n.language),
        }),
      },
    ];
  });
  if (bars.length === 0) return null;
  return (
    <div>
      <Title order={3} size="sm" mb="xs">
        {t("pairs.title", { count: pair_count, number: formatNumber(pair_count, i18n.language) })}
      </Title>
      <IntervalBars label={t("pairs.label")} bars={bars} zero />
    </div>
  );
}
