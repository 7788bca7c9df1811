import { useTranslation } from "react-i18next";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import type { ImportState } from "./queries";

const TONES: Record<ImportState, Tone> = {
  uploaded: "attention",
  queued: "busy",
  running: "busy",
  finished: "good",
  failed: "bad",
  cancelled: "quiet",
};

export function ImportStateBadge({ state }: { state: ImportState }) {
  const { t } = useTranslation("imports");
  return <StatusBadge tone={TONES[state]}>{t(`state.${state}`)}</StatusBadge>;
}
