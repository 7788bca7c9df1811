import { Alert, Anchor, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import type { PersonalizationForecast } from "@/lib/api-types-mail-optimising";
import { formatMoney, formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { useCurrency } from "@/lib/use-currency";
import { type Figure, Figures } from "@/ui/charts/figures";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { useDuration } from "../running/use-duration";
import { forecastQuery } from "./queries";
import { SampleDialog } from "./sample-dialog";

/** Something will be written: the others say why nothing will. */
const WRITES = new Set(["ready", "no_price", "over_quota", "over_cap"]);

/** What it will take, as if the campaign went now. */
export function Forecast({ campaign }: { campaign: CampaignDetail }) {
  const query = useQuery(forecastQuery(campaign.id, campaign.version));
  const forecast = query.data;
  if (query.isPending) return <Skeleton height={90} />;
  if (!forecast) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  return (
    <Stack gap="sm" aria-live="polite">
      <Verdict campaign={campaign} forecast={forecast} />
      {WRITES.has(forecast.code) && <Numbers forecast={forecast} />}
      {WRITES.has(forecast.code) && <TryOut campaign={campaign} />}
    </Stack>
  );
}

type VerdictProps = { campaign: CampaignDetail; forecast: PersonalizationForecast };

function Verdict({ campaign, forecast }: VerdictProps) {
  const { t, i18n } = useTranslation("personalization");
  const path = usePath();
  const { code } = forecast;
  const isGood = code === "ready";
  const isQuiet = code === "off" || code === "no_people";
  const Icon = isGood ? IconCircleCheck : isQuiet ? IconInfoCircle : IconAlertTriangle;
  const template = campaign.variants[0]?.template;
  return (
    <Alert
      variant="light"
      color={isGood ? undefined : "gray"}
      icon={<Icon size={18} />}
      title={t(`forecast.${code}`)}
    >
      {t(`forecast_text.${code}`, {
        model: forecast.model,
        people: formatNumber(forecast.people, i18n.language),
        defaultValue: forecast.words,
      })}
      {template && (code === "off" || code === "no_model") && (
        <div>
          <Anchor component={Link} size="sm" to={path(`/admin/email-templates/${template.id}`)}>
            {t("open_template")}
          </Anchor>
        </div>
      )}
    </Alert>
  );
}

function Numbers({ forecast }: { forecast: PersonalizationForecast }) {
  const { t, i18n } = useTranslation("personalization");
  const duration = useDuration();
  const currency = useCurrency();
  const number = (value: number) => formatNumber(value, i18n.language);
  const money = (amount: string | null) =>
    amount === null ? t("no_price") : currency ? formatMoney(amount, currency, i18n.language) : amount;
  const figures: Figure[] = [
    { key: "people", label: t("figure.people"), value: number(forecast.people), note: forecast.model },
    {
      key: "tokens",
      label: t("figure.tokens"),
      value: number(forecast.prompt_tokens + forecast.completion_tokens),
      note:
        forecast.quota_left === null
          ? t("figure.no_limit")
          : t("figure.quota_left", { number: number(forecast.quota_left) }),
      tone: forecast.code === "over_quota" ? "bad" : undefined,
    },
    {
      key: "cost",
      label: t("figure.cost"),
      value: money(forecast.cost),
      note: forecast.cost_max !== null && t("figure.cost_max", { cost: money(forecast.cost_max) }),
      tone: forecast.code === "over_cap" ? "bad" : undefined,
    },
    { key: "minutes", label: t("figure.minutes"), value: duration(forecast.minutes * 60) },
  ];
  return <Figures label={t("title")} figures={figures} />;
}

function TryOut({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation("personalization");
  const [opened, { open, close }] = useDisclosure(false);
  const mayTry = useCan("campaigns.manage");
  const mayAsk = useCan("ai.use");
  if (!mayTry || !mayAsk) return null;
  return (
    <Group gap="xs">
      <Button variant="default" onClick={open}>
        {t("sample.open")}
      </Button>
      <Text size="xs" c="dimmed">
        {t("sample.open_hint")}
      </Text>
      <SampleDialog campaign={campaign} opened={opened} onClose={close} />
    </Group>
  );
}
