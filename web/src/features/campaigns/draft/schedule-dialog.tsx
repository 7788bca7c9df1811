import { Checkbox, Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { scheduleCampaign } from "../queries";

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

/** The time goes without its zone, as it is meant: on the organisation's clock. */
function ScheduleForm({ campaign, onClose }: Omit<ScheduleDialogProps, "opened">) {
  const { t } = useTranslation("campaigns");
  const client = useQueryClient();
  const form = useForm({
    initialValues: { scheduled_at: "", in_recipient_zone: campaign.in_recipient_zone },
    validate: { scheduled_at: (value) => (value ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => scheduleCampaign(campaign.id, `${values.scheduled_at}:00`, values.in_recipient_zone),
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
        <Checkbox
          label={t("schedule.in_zone")}
          description={t("schedule.in_zone_hint")}
          {...form.getInputProps("in_recipient_zone", { type: "checkbox" })}
        />
        <FormError error={mutation.error} fields={["scheduled_at"]} />
        <FormActions mutation={mutation} label={t("schedule.do")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
