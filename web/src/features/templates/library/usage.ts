import { useTranslation } from "react-i18next";
import type { Template } from "@/lib/api-types-mail";
import { formatNumber, formatPercent } from "@/lib/format";

/** "412 sent · 38 % opened"; the share only where opens can be known. */
export function useUsageText(): (template: Template) => string {
  const { t, i18n } = useTranslation("template-library");
  return ({ stats }) => {
    const sent = t("usage.sent", { count: stats.sent, number: formatNumber(stats.sent, i18n.language) });
    if (stats.sent === 0) return t("usage.never");
    if (stats.open_rate === null) return sent;
    return `${sent} · ${t("usage.opened", { rate: formatPercent(stats.open_rate, i18n.language) })}`;
  };
}
