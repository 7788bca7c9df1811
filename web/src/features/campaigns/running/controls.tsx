import { Button, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerPause, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { formatNumber } from "@/lib/format";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { useNotifyError } from "@/ui/form/submit";
import { cancelCampaign, pauseCampaign, progressQuery, resumeCampaign, unscheduleCampaign } from "../queries";

const STOPPABLE = new Set(["scheduled", "sending", "paused"]);

/** Pause, resume, cancel: what the state allows. */
export function Controls({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation("campaigns");
  const numbers = useNumbers(campaign);
  const client = useQueryClient();
  const notifyError = useNotifyError();
  const mayManage = useCan("campaigns.manage");
  const maySend = useCan("mail.send");
  const [pausing, pause] = useDisclosure(false);
  const [cancelling, cancel] = useDisclosure(false);
  const [reason, setReason] = useState("");
  const refresh = () => client.invalidateQueries({ queryKey: ["campaigns"] });
  const act = useMutation({
    mutationFn: (run: (id: string) => Promise<unknown>) => run(campaign.id),
    onSuccess: refresh,
    onError: notifyError,
  });
  if (!mayManage || !maySend || !STOPPABLE.has(campaign.state)) return null;
  return (
    <>
      {campaign.state === "scheduled" && (
        <Button variant="default" loading={act.isPending} onClick={() => act.mutate(unscheduleCampaign)}>
          {t("control.unschedule")}
        </Button>
      )}
      {campaign.state === "sending" && (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          onClick={pause.open}
        >
          {t("control.pause")}
        </Button>
      )}
      {campaign.state === "paused" && (
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={act.isPending}
          onClick={() => act.mutate(resumeCampaign)}
        >
          {t("control.resume")}
        </Button>
      )}
      <Button
        variant="default"
        color="red"
        leftSection={<IconX size={16} aria-hidden />}
        onClick={cancel.open}
      >
        {t("control.cancel")}
      </Button>
      <ConfirmDialog
        opened={pausing}
        onClose={pause.close}
        title={t("pause.title")}
        action={t("control.pause")}
        run={() => pauseCampaign(campaign.id, reason)}
        done={refresh}
      >
        {numbers ? t("pause.text", numbers) : t("pause.text_before")}
        <TextInput
          mt="sm"
          label={t("pause.reason")}
          description={t("pause.reason_hint")}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </ConfirmDialog>
      <ConfirmDialog
        opened={cancelling}
        onClose={cancel.close}
        title={t("cancel.title")}
        action={t("control.cancel")}
        keep={t("cancel.keep")}
        danger
        run={() => cancelCampaign(campaign.id)}
        done={refresh}
      >
        {numbers ? t("cancel.text", numbers) : t("cancel.text_before")}
      </ConfirmDialog>
    </>
  );
}

/** How many it went to by now, and how many are still to get it; null before they are put together. */
function useNumbers(campaign: CampaignDetail): Record<"sent" | "left" | "total", string> | null {
  const { i18n } = useTranslation();
  const { data } = useQuery(progressQuery(campaign.id));
  if (!data?.total) return null;
  const number = (value: number) => formatNumber(value, i18n.language);
  const left = data.waiting + data.queued + data.sending;
  const sent = data.sent + data.delivered + data.bounced + data.complained;
  return { sent: number(sent), left: number(left), total: number(sent + left) };
}
