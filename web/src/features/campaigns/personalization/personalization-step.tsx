import { Group, NumberInput, Stack, Switch, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { useCurrency } from "@/lib/use-currency";
import { Surface } from "@/ui/surface/surface";
import type { DraftHandle } from "../draft/use-draft";
import { Forecast } from "./forecast";
import { forecastQuery } from "./queries";

/** A day. */
const LONGEST_PATIENCE = 1440;

type PersonalizationStepProps = { campaign: CampaignDetail; handle: DraftHandle };

/** Whether a model writes for each recipient, what that may cost, and how long mail waits for it. */
export function PersonalizationStep({ campaign, handle }: PersonalizationStepProps) {
  const { t } = useTranslation("personalization");
  const { draft, change } = handle;
  const currency = useCurrency();
  const forecast = useQuery({
    ...forecastQuery(campaign.id, campaign.version),
    enabled: campaign.personalizes,
    placeholderData: keepPreviousData,
  });
  const isIdle = forecast.data?.code === "off";
  return (
    <div id="personalization">
      <Surface title={t("title")} description={t("text")}>
        <Stack gap="md">
          <Switch
            label={t("on")}
            description={t("on_hint")}
            checked={draft.personalizes}
            onChange={(event) => change({ personalizes: event.currentTarget.checked })}
          />
          {draft.personalizes && !isIdle && (
            <Group align="flex-start">
              <NumberInput
                label={t("cap")}
                description={t("cap_hint")}
                suffix={currency ? ` ${currency}` : undefined}
                min={0.0001}
                max={99_999_999}
                decimalScale={4}
                w={260}
                value={draft.ai_cost_cap ?? ""}
                onChange={(value) => change({ ai_cost_cap: Number(value) > 0 ? String(value) : null })}
              />
              <NumberInput
                label={t("patience")}
                description={t("patience_hint")}
                min={0}
                max={LONGEST_PATIENCE}
                allowDecimal={false}
                w={260}
                value={draft.ai_patience_minutes}
                onChange={(value) =>
                  change({ ai_patience_minutes: Math.min(Math.max(Number(value), 0), LONGEST_PATIENCE) })
                }
              />
            </Group>
          )}
          {draft.personalizes &&
            (handle.dirty ? (
              <Text size="sm" c="dimmed">
                {t("save_first")}
              </Text>
            ) : (
              <Forecast campaign={campaign} />
            ))}
        </Stack>
      </Surface>
    </div>
  );
}
