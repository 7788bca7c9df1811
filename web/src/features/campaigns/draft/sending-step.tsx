import { Group, NumberInput, Select, Stack, Switch, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { FROM_ADDRESS_TYPES } from "@/lib/choices-mail";
import { Surface } from "@/ui/surface/surface";
import { BestHours } from "./best-hours";
import type { DraftHandle } from "./use-draft";

type SendingStepProps = { campaign: CampaignDetail; handle: DraftHandle };

/** How it goes out: from which address, how fast, and what is counted. */
export function SendingStep({ campaign, handle: { draft, change } }: SendingStepProps) {
  const { t } = useTranslation("campaigns");
  return (
    <div id="sending">
      <Surface title={t("sending.title")} description={t("sending.text")}>
        <Stack gap="md">
          <Group align="flex-start">
            <Select
              label={t("sending.from")}
              w={260}
              allowDeselect={false}
              value={draft.from_address_type}
              onChange={(value) => {
                const chosen = FROM_ADDRESS_TYPES.find((each) => each === value);
                if (chosen) change({ from_address_type: chosen });
              }}
              data={FROM_ADDRESS_TYPES.map((value) => ({ value, label: t(`from.${value}`) }))}
            />
            <NumberInput
              label={t("sending.throttle")}
              description={t("sending.throttle_hint")}
              w={260}
              min={1}
              max={1_000_000}
              allowDecimal={false}
              value={draft.throttle_per_minute ?? ""}
              onChange={(value) =>
                change({ throttle_per_minute: value === "" ? null : Math.max(1, Number(value)) })
              }
            />
          </Group>
          {draft.from_address_type === campaign.from_address_type && (
            <Text size="sm" c="dimmed" className="fd-break">
              {t("sending.shown_as", { address: campaign.from_address })}
            </Text>
          )}
          <Switch
            label={t("sending.best_hour")}
            description={t("sending.best_hour_hint")}
            checked={draft.is_at_best_hour}
            onChange={(event) => change({ is_at_best_hour: event.currentTarget.checked })}
          />
          {draft.is_at_best_hour && <BestHours />}
          <Switch
            label={t("sending.opens")}
            checked={draft.tracks_opens}
            onChange={(event) => change({ tracks_opens: event.currentTarget.checked })}
          />
          <Switch
            label={t("sending.clicks")}
            checked={draft.tracks_clicks}
            onChange={(event) => change({ tracks_clicks: event.currentTarget.checked })}
          />
        </Stack>
      </Surface>
    </div>
  );
}
