import { Group, NumberInput, Radio, SegmentedControl, Select, Stack, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AB_METRICS, LETTERS } from "@/lib/api-types-campaigns";
import { formatNumber, formatPercent } from "@/lib/format";
import type { Draft, DraftHandle } from "./use-draft";

const CERTAINTIES = [0.9, 0.95, 0.99];
const FEWEST = 10;

/** How the variants are tried, and when one of them is called the best. */
export function TestSettings({ handle: { draft, change } }: { handle: DraftHandle }) {
  const { t, i18n } = useTranslation("campaign-test");
  const isTest = draft.ab_sample_percent > 0;
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t("settings.how")}
        value={isTest ? "test" : "split"}
        onChange={(value) => change({ ab_sample_percent: value === "test" ? 20 : 0 })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="test" label={t("settings.test")} />
          <Radio value="split" label={t("settings.split")} />
        </Stack>
      </Radio.Group>
      {isTest && (
        <Group align="flex-start">
          <NumberInput
            label={t("settings.sample")}
            description={t("settings.sample_hint")}
            suffix=" %"
            min={1}
            max={99}
            w={220}
            value={draft.ab_sample_percent}
            onChange={(value) => change({ ab_sample_percent: Number(value) || 1 })}
          />
          <NumberInput
            label={t("settings.wait")}
            description={t("settings.wait_hint")}
            min={0.25}
            max={336}
            step={1}
            decimalScale={2}
            w={220}
            value={draft.ab_wait_minutes / 60}
            onChange={(value) => change({ ab_wait_minutes: Math.max(5, Math.round(Number(value) * 60)) })}
          />
        </Group>
      )}
      <Shares draft={draft} change={change} />
      <div>
        <Text size="sm" fw={500} mb={4}>
          {t("settings.metric")}
        </Text>
        <SegmentedControl
          aria-label={t("settings.metric")}
          value={draft.ab_metric}
          onChange={(value) => change({ ab_metric: AB_METRICS.find((each) => each === value) ?? "opens" })}
          data={AB_METRICS.map((value) => ({ value, label: t(`metric.${value}`) }))}
        />
      </div>
      <Certainty draft={draft} change={change} />
      <Text size="sm" c="dimmed">
        {t("settings.rule", {
          certainty: formatPercent(draft.ab_confidence, i18n.language),
          people: formatNumber(draft.ab_min_sample, i18n.language),
        })}
      </Text>
      {isTest && (
        <Switch
          label={t("settings.itself")}
          description={t("settings.itself_hint")}
          checked={draft.ab_decides_itself}
          onChange={(event) => change({ ab_decides_itself: event.currentTarget.checked })}
        />
      )}
    </Stack>
  );
}

type PartProps = { draft: Draft; change: DraftHandle["change"] };

function Certainty({ draft, change }: PartProps) {
  const { t, i18n } = useTranslation("campaign-test");
  const steps = [...new Set([...CERTAINTIES, draft.ab_confidence])].sort();
  return (
    <Group align="flex-start">
      <Select
        label={t("settings.certainty")}
        description={t("settings.certainty_hint")}
        w={220}
        allowDeselect={false}
        value={String(draft.ab_confidence)}
        onChange={(value) => change({ ab_confidence: Number(value) })}
        data={steps.map((value) => ({
          value: String(value),
          label: formatPercent(value, i18n.language),
        }))}
      />
      <NumberInput
        label={t("settings.min_sample")}
        description={t("settings.min_sample_hint")}
        min={FEWEST}
        max={1_000_000}
        allowDecimal={false}
        w={220}
        value={draft.ab_min_sample}
        onChange={(value) => change({ ab_min_sample: Math.max(FEWEST, Number(value)) })}
      />
    </Group>
  );
}

/** Parts of those who try the variants; who has none of its own gets an equal part of the rest. */
function Shares({ draft: { variants }, change }: PartProps) {
  const { t, i18n } = useTranslation("campaign-test");
  const given = variants.reduce((sum, { share }) => sum + (share ?? 0), 0);
  const open = variants.filter(({ share }) => share === null).length;
  const isFaulty = open === 0 ? given !== 100 : given >= 100;
  const rest = open > 0 ? Math.max(100 - given, 0) / open : 0;
  const put = (position: number, share: number | null) =>
    change({
      variants: variants.map((each, index) => (index === position ? { ...each, share } : each)),
    });
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <Text component="legend" size="sm" fw={500} mb={4}>
        {t("settings.shares")}
      </Text>
      <Group align="flex-start" gap="xs">
        {variants.map(({ share }, position) => (
          <NumberInput
            // biome-ignore lint/suspicious/noArrayIndexKey: a variant is its position
            key={position}
            aria-label={t("settings.share_of", { letter: LETTERS[position] })}
            leftSection={LETTERS[position]}
            suffix=" %"
            min={1}
            max={99}
            allowDecimal={false}
            w={110}
            placeholder={`${formatNumber(Math.round(rest * 10) / 10, i18n.language)} %`}
            error={isFaulty}
            value={share ?? ""}
            onChange={(value) => put(position, value === "" ? null : Number(value))}
          />
        ))}
      </Group>
      <Text size="xs" mt={4} c={isFaulty ? "red" : "dimmed"} role={isFaulty ? "alert" : undefined}>
        {isFaulty
          ? t(open === 0 ? "settings.shares_not_100" : "settings.shares_over", { given })
          : t("settings.shares_hint")}
      </Text>
    </fieldset>
  );
}
