import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignCheck, CampaignDetail } from "@/lib/api-types-campaigns";
import { formatNumber } from "@/lib/format";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { startCampaign } from "../queries";

type StartDialogProps = {
  campaign: CampaignDetail;
  check: CampaignCheck;
  opened: boolean;
  onClose: () => void;
};

/** Says how many get it before they do. A second click repeats the first request instead of starting again. */
export function StartDialog({ campaign, check, opened, onClose }: StartDialogProps) {
  const { t, i18n } = useTranslation("campaigns");
  const client = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={t("start.title")}
      action={t("start.do", {
        count: check.recipients,
        number: formatNumber(check.recipients, i18n.language),
      })}
      run={() => startCampaign(campaign.id, `${key}-${campaign.version}`)}
      done={() => client.invalidateQueries({ queryKey: ["campaigns"] })}
    >
      {t("start.text", {
        count: check.recipients,
        number: formatNumber(check.recipients, i18n.language),
        address: campaign.from_address,
      })}
    </ConfirmDialog>
  );
}
