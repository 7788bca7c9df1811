import { useTranslation } from "react-i18next";
import type { AiReport } from "@/lib/api-types-mail-optimising";
import { formatNumber } from "@/lib/format";
import { Figures } from "@/ui/charts/figures";
import { Surface } from "@/ui/surface/surface";

const COUNTS = ["accepted", "rejected", "open", "refused", "failed"] as const;

/** What became of the drafts that models wrote. */
export function ProposalsPanel({ proposals }: { proposals: AiReport["proposals"] }) {
  const { t, i18n } = useTranslation("ai-mail-report");
  if (COUNTS.every((key) => proposals[key] === 0)) return null;
  return (
    <Surface title={t("proposals.title")} description={t("proposals.text")}>
      <Figures
        label={t("proposals.title")}
        figures={COUNTS.map((key) => ({
          key,
          label: t(`proposals.${key}`),
          value: formatNumber(proposals[key], i18n.language),
        }))}
      />
    </Surface>
  );
}
