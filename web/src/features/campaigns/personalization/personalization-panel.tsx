import { Group, Progress, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type CampaignDetail, LETTERS } from "@/lib/api-types-campaigns";
import type { PersonalizationProgress } from "@/lib/api-types-mail-optimising";
import { formatMoney, formatNumber } from "@/lib/format";
import { useCurrency } from "@/lib/use-currency";
import { Figures } from "@/ui/charts/figures";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { Surface } from "@/ui/surface/surface";
import classes from "./personalization.module.css";
import { personalizationQuery } from "./queries";

/** How far the texts for each recipient are, what they cost by now, and who gets the plain mail and why. */
export function PersonalizationPanel({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation("personalization");
  const query = useQuery(personalizationQuery(campaign.id));
  const progress = query.data;
  if (query.isError && !progress) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  // Most campaigns say the same to everybody: nothing to show until there is something.
  if (!progress || progress.total === 0) return null;
  return (
    <Surface title={t("running.title")} description={t("running.text", { model: progress.model || "–" })}>
      <Stack gap="md">
        <Bar progress={progress} />
        <Numbers progress={progress} />
        <Reasons progress={progress} />
        <Samples progress={progress} />
      </Stack>
    </Surface>
  );
}

function Bar({ progress }: { progress: PersonalizationProgress }) {
  const { t, i18n } = useTranslation("personalization");
  const number = (value: number) => formatNumber(value, i18n.language);
  const ready = progress.done + progress.plain;
  const words = t("running.of", { done: number(ready), total: number(progress.total) });
  const share = (count: number) => (count / progress.total) * 100;
  return (
    <div>
      <Progress.Root size="lg">
        <Progress.Section value={share(progress.done)} aria-label={t("running.done")} />
        <Progress.Section value={share(progress.plain)} color="gray" aria-label={t("running.plain")} />
      </Progress.Root>
      <Text size="sm" mt={6} aria-live="polite">
        {words}
      </Text>
    </div>
  );
}

function Numbers({ progress }: { progress: PersonalizationProgress }) {
  const { t, i18n } = useTranslation("personalization");
  const currency = useCurrency();
  const number = (value: number) => formatNumber(value, i18n.language);
  const money = (amount: string) => (currency ? formatMoney(amount, currency, i18n.language) : amount);
  return (
    <Figures
      label={t("running.title")}
      figures={[
        { key: "done", label: t("running.done"), value: number(progress.done) },
        { key: "plain", label: t("running.plain"), value: number(progress.plain) },
        { key: "asked", label: t("running.asked"), value: number(progress.asked) },
        { key: "waiting", label: t("running.waiting"), value: number(progress.waiting) },
        {
          key: "tokens",
          label: t("figure.tokens"),
          value: number(progress.prompt_tokens + progress.completion_tokens),
        },
        {
          key: "cost",
          label: t("figure.cost"),
          value: money(progress.cost),
          note: progress.cost_cap !== null && t("running.of_cap", { cap: money(progress.cost_cap) }),
        },
      ]}
    />
  );
}

function Reasons({ progress }: { progress: PersonalizationProgress }) {
  const { t, i18n } = useTranslation("personalization");
  const reasons = Object.entries(progress.by_reason).filter(([, count]) => count > 0);
  if (reasons.length === 0) return null;
  return (
    <div>
      <Title order={3} size="sm" mb={4}>
        {t("running.why_plain")}
      </Title>
      {reasons.map(([reason, count]) => (
        <Text key={reason} size="sm">
          {formatNumber(count, i18n.language)} · {t(`reason.${reason}`, { defaultValue: reason })}
        </Text>
      ))}
    </div>
  );
}

function Samples({ progress: { samples } }: { progress: PersonalizationProgress }) {
  const { t } = useTranslation("personalization");
  if (samples.length === 0) return null;
  return (
    <div>
      <Title order={3} size="sm" mb="xs">
        {t("running.samples")}
      </Title>
      <Stack gap="xs">
        {samples.map((sample) => (
          <div key={`${sample.contact_id}-${sample.variant}`} className={classes.side}>
            <Group gap="xs">
              <Text size="sm" fw={560} className="fd-break">
                {sample.full_name || sample.email}
              </Text>
              {sample.variant !== null && (
                <Text size="xs" c="dimmed">
                  {LETTERS[sample.variant]}
                </Text>
              )}
            </Group>
            {Object.entries(sample.values).map(([name, text]) => (
              <Text key={name} size="sm" className={classes.words}>
                <Text span size="xs" c="dimmed">
                  {t(`field.${name}`, { defaultValue: name })}:{" "}
                </Text>
                {text}
              </Text>
            ))}
          </div>
        ))}
      </Stack>
    </div>
  );
}
