import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AiReport } from "@/lib/api-types-mail-optimising";
import { IntervalBars } from "@/ui/charts/interval-bars";
import { Surface } from "@/ui/surface/surface";
import { useRates } from "./use-rates";

const NAMED = ["person", "builtin"];

/** The opens of subjects by who wrote them: people, patterns, each model. */
export function AuthorsPanel({ authors }: { authors: AiReport["by_author"] }) {
  const { t } = useTranslation("ai-mail-report");
  const { armBar } = useRates();
  if (authors.length < 2) return null;
  return (
    <Surface title={t("authors.title")} description={t("authors.text")}>
      <IntervalBars
        label={t("authors.title")}
        bars={authors.map((arm) => ({
          ...armBar(arm.author, arm),
          leads: arm.author !== "person",
          label: (
            <Text size="sm">{NAMED.includes(arm.author) ? t(`authors.${arm.author}`) : arm.author}</Text>
          ),
        }))}
      />
    </Surface>
  );
}
