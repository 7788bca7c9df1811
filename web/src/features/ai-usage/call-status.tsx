import { useTranslation } from "react-i18next";
import type { CallStatus } from "@/lib/api-types-ai";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";

const TONES: Record<CallStatus, Tone> = { ok: "good", aborted: "quiet", failed: "bad", refused: "attention" };

export function CallStatusBadge({ status }: { status: CallStatus }) {
  const { t } = useTranslation("ai-usage");
  return <StatusBadge tone={TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}
