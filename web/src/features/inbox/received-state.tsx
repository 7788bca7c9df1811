import { useTranslation } from "react-i18next";
import type { ReceivedState } from "@/lib/api-types-inbox";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";

const TONES: Record<ReceivedState, Tone> = {
  received: "busy",
  parsed: "good",
  dropped: "quiet",
  unparsable: "bad",
};

export function ReceivedStateBadge({ state }: { state: ReceivedState }) {
  const { t } = useTranslation("inbox");
  return <StatusBadge tone={TONES[state]}>{t(`state.${state}`)}</StatusBadge>;
}
