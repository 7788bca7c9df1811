import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { makeReader, reword } from "@/lib/server-words";
import english from "@/locales/en/template-findings.json";

/** Which of the server's sentences this is, and what it is about; null for one that is not known here. */
export const readSentence = makeReader(english.say);

/** Says what the server found in the person's language; in the server's words where there are no others. */
export function useServerWords(): (message: string) => string {
  const { t, i18n } = useTranslation("template-findings");
  return useCallback(
    (message: string) =>
      i18n.language === "en"
        ? message
        : reword(message, readSentence, ({ key, facts }) => String(t(`say.${key}`, facts))),
    [t, i18n.language],
  );
}
