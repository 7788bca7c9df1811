import { useTranslation } from "react-i18next";
import type { ConsentState } from "@/lib/api-types";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";

const TONES: Record<ConsentState, Tone> = { granted: "good", denied: "bad", unknown: "quiet" };

export function ConsentBadge({ state }: { state: ConsentState }) {
  const { t } = useTranslation("contacts");
  return <StatusBadge tone={TONES[state]}>{t(`consent_state.${state}`)}</StatusBadge>;
}
