import { useTranslation } from "react-i18next";

const KNOWN = [
  "chat",
  "compare",
  "test",
  "door.chat",
  "door.embeddings",
  "door.transcription",
  "mail.generate",
  "mail.personalize",
  "mail.tone",
  "mail.translate",
  "mail.subjects",
  "mail.auto_personalize",
];

/** What a call was made for, in words; a feature this version does not know keeps the server's own name. */
export function useFeatureName(): (feature: string) => string {
  const { t } = useTranslation("ai");
  return (feature) => {
    if (feature.startsWith("task:")) return t("feature.task", { name: feature.slice(5) });
    if (feature.startsWith("builtin.")) return t("feature.builtin", { name: feature.slice(8) });
    return KNOWN.includes(feature) ? t(`feature.known.${feature}`) : feature;
  };
}
