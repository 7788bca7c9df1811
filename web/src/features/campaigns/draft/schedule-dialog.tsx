import { Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { scheduleCampaign, WAYS, type Way } from "../queries";
import { BestHours } from "./best-hours";

type ScheduleDialogProps = { campaign: CampaignDetail; opened: boolean; onClose: () => void };

export function ScheduleDialog({ campaign, opened, onClose }: ScheduleDialogProps) {
  const { t } = useTranslation("campaigns");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("schedule.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <ScheduleForm campaign={campaign} onClose={onClose} />
    </Modal>
  );
}

const wayOf = ({ is_at_best_hour, in_recipient_zone }: CampaignDetail): Way =>
  is_at_best_hour ? "best" : in_recipient_zone ? "zone" : "moment";

/** The time goes without its zone, as it is meant: on the organisation's clock. */
function ScheduleForm({ campaign, onClose }: Omit<ScheduleDialogProps, "opened">) {
  const { t } = useTranslation("campaigns");
  const client = useQueryClient();
  const form = useForm({
    initialValues: { scheduled_at: "", way: wayOf(campaign) },
    validate: { scheduled_at: (value) => (value ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => scheduleCampaign(campaign.id, `${values.scheduled_at}:00`, values.way),
    done: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ["campaigns"] });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <TextInput
          type="datetime-local"
          label={t("schedule.at")}
          description={t("schedule.zone", { zone: campaign.timezone })}
          data-autofocus
          {...form.getInputProps("scheduled_at")}
        />
        <Radio.Group label={t("schedule.way")} {...form.getInputProps("way")}>
          <Stack gap={6} mt={6}>
            {WAYS.map((way) => (
              <Radio
                key={way}
                value={way}
                label={t(`schedule.way_${way}`)}
                description={t(`schedule.way_${way}_hint`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        {form.values.way === "best" && <BestHours />}
        <FormError error={mutation.error} fields={["scheduled_at"]} />
        <FormActions mutation={mutation} label={t("schedule.do")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
