import { Button, Group, NumberInput, Radio, SegmentedControl, Stack, Switch, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { Surface } from "@/ui/surface/surface";
import type { DraftHandle, DraftVariant } from "./use-draft";
import { VariantCard } from "./variant-card";

const MOST = 5;

type ContentStepProps = { campaign: CampaignDetail; handle: DraftHandle };

/** What is said: one mail, or several that are tried against each other. */
export function ContentStep({ campaign, handle }: ContentStepProps) {
  const { t } = useTranslation("campaigns");
  const { draft, change } = handle;
  const several = draft.variants.length > 1;
  const put = (position: number, changes: Partial<DraftVariant>) =>
    change({
      variants: draft.variants.map((each, index) => (index === position ? { ...each, ...changes } : each)),
    });
  const add = () => {
    const last = draft.variants.at(-1);
    if (last) change({ variants: [...draft.variants, { ...last, subject: "" }] });
  };
  return (
    <div id="content">
      <Surface title={t("content.title")} description={t("content.text")}>
        <Stack gap="md">
          {draft.variants.map((variant, position) => (
            <VariantCard
              // biome-ignore lint/suspicious/noArrayIndexKey: a variant is its position
              key={position}
              campaign={campaign}
              position={position}
              variant={variant}
              several={several}
              onChange={(changes) => put(position, changes)}
              onRemove={() => change({ variants: draft.variants.filter((_, index) => index !== position) })}
            />
          ))}
          <Group>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              disabled={draft.variants.length >= MOST}
              onClick={add}
            >
              {t("content.add_variant")}
            </Button>
            {!several && (
              <Text size="sm" c="dimmed">
                {t("content.why_variants")}
              </Text>
            )}
          </Group>
          {several && <TestSettings handle={handle} />}
        </Stack>
      </Surface>
    </div>
  );
}

/** How the variants are tried. */
function TestSettings({ handle: { draft, change } }: { handle: DraftHandle }) {
  const { t } = useTranslation("campaigns");
  const isTest = draft.ab_sample_percent > 0;
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t("ab.how")}
        value={isTest ? "test" : "split"}
        onChange={(value) => change({ ab_sample_percent: value === "test" ? 20 : 0 })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="test" label={t("ab.test")} />
          <Radio value="split" label={t("ab.split")} />
        </Stack>
      </Radio.Group>
      {isTest && (
        <>
          <Group align="flex-start">
            <NumberInput
              label={t("ab.share")}
              description={t("ab.share_hint")}
              suffix=" %"
              min={1}
              max={99}
              w={220}
              value={draft.ab_sample_percent}
              onChange={(value) => change({ ab_sample_percent: Number(value) || 1 })}
            />
            <NumberInput
              label={t("ab.wait")}
              description={t("ab.wait_hint")}
              min={0.25}
              max={336}
              step={1}
              decimalScale={2}
              w={220}
              value={draft.ab_wait_minutes / 60}
              onChange={(value) => change({ ab_wait_minutes: Math.max(5, Math.round(Number(value) * 60)) })}
            />
          </Group>
          <div>
            <Text size="sm" fw={500} mb={4}>
              {t("ab.metric")}
            </Text>
            <SegmentedControl
              aria-label={t("ab.metric")}
              value={draft.ab_metric}
              onChange={(value) => change({ ab_metric: value === "clicks" ? "clicks" : "opens" })}
              data={(["opens", "clicks"] as const).map((value) => ({ value, label: t(`metric.${value}`) }))}
            />
          </div>
          <Switch
            label={t("ab.itself")}
            description={t("ab.itself_hint")}
            checked={draft.ab_decides_itself}
            onChange={(event) => change({ ab_decides_itself: event.currentTarget.checked })}
          />
        </>
      )}
    </Stack>
  );
}
