import { useTranslation } from "react-i18next";
import type { CampaignState } from "@/lib/api-types-campaigns";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";

const TONES: Record<CampaignState, Tone> = {
  draft: "quiet",
  scheduled: "busy",
  sending: "busy",
  paused: "attention",
  finished: "good",
  cancelled: "quiet",
};

export function CampaignStateBadge({ state }: { state: CampaignState }) {
  const { t } = useTranslation("campaigns");
  return <StatusBadge tone={TONES[state]}>{t(`state.${state}`)}</StatusBadge>;
}
