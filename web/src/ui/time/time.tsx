import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { browserZone, formatDateTime, formatRelative } from "@/lib/format";
import { meQuery } from "@/lib/session";

type TimeProps = {
  at: string | null | undefined;
  /** `absolute` writes the date and time with the zone; `relative` writes "3 hours ago" and keeps that in its title. */
  mode?: "relative" | "absolute";
  /** Shown when there is no time. */
  never?: string;
};

/** A moment in the viewer's time zone, always with the zone named. */
export function Time({ at, mode = "relative", never = "–" }: TimeProps) {
  const { i18n } = useTranslation();
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  if (!at) return <span>{never}</span>;
  const exact = formatDateTime(at, i18n.language, me?.profile?.timezone ?? browserZone());
  if (mode === "absolute") return <time dateTime={at}>{exact}</time>;
  return (
    <time dateTime={at} title={exact}>
      {formatRelative(at, i18n.language)}
    </time>
  );
}
