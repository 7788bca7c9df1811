import { useTranslation } from "react-i18next";
import { StatusBadge, type Tone } from "./status-badge";

const TONES: Record<string, Tone> = {
  scheduled: "quiet",
  queued: "busy",
  sending: "busy",
  sent: "good",
  delivered: "good",
  received: "good",
  bounced: "bad",
  complained: "bad",
  failed: "bad",
  retrying: "attention",
  suppressed: "attention",
  cancelled: "quiet",
};

/** The state of a message; a state this version does not know is shown under the server's own name. */
export function MailStatusBadge({ status }: { status: string }) {
  const { t } = useTranslation();
  return (
    <StatusBadge tone={TONES[status] ?? "quiet"}>
      {t(`common:mail_status.${status}`, { defaultValue: status })}
    </StatusBadge>
  );
}
