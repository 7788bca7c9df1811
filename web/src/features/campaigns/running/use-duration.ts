import { useTranslation } from "react-i18next";

/** "under a minute", "12 minutes", "about 3 hours": as exact as a guess can be. */
export function useDuration(): (seconds: number) => string {
  const { t } = useTranslation("campaigns");
  return (seconds) => {
    const minutes = Math.round(seconds / 60);
    if (minutes < 1) return t("duration.moment");
    if (minutes < 120) return t("duration.minutes", { count: minutes });
    const hours = Math.round(minutes / 60);
    return hours < 48
      ? t("duration.hours", { count: hours })
      : t("duration.days", { count: Math.round(hours / 24) });
  };
}
