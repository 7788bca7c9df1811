import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { browserZone } from "@/lib/format";
import { meQuery } from "@/lib/session";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import type { Kept } from "./use-keeping";

/** How safe the unsaved work is. */
export function KeptNote({ dirty, kept }: { dirty: boolean; kept: Kept }) {
  const { t, i18n } = useTranslation("template-shell");
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const { keeping } = kept;
  if (!dirty) return null;
  if (keeping.state === "kept") {
    const time = clock(keeping.at, i18n.language, me?.profile?.timezone ?? browserZone());
    return <StatusBadge tone="attention">{t("kept.at", { time })}</StatusBadge>;
  }
  if (keeping.state !== "failed") return <StatusBadge tone="attention">{t("kept.unsaved")}</StatusBadge>;
  return (
    <Text span size="xs" role="alert">
      <StatusBadge tone="bad">{t("kept.failed")}</StatusBadge> {t(`kept.${keeping.reason}`)}{" "}
      <Button variant="subtle" size="compact-xs" onClick={() => void kept.rescue()}>
        {t("common:action.retry")}
      </Button>
    </Text>
  );
}

/** "10:32": a draft is kept today, or the day does not matter. */
function clock(at: string, locale: string, timeZone: string): string {
  const format = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone } as const;
  return new Intl.DateTimeFormat(locale, format).format(new Date(at));
}
