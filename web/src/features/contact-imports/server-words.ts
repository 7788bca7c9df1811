import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { makeReader, reword } from "@/lib/server-words";
import english from "@/locales/en/import-words.json";

export const readSentence = makeReader(english.say);

/** Why a line cannot be taken, in the person's language. */
export function useServerWords(): (message: string) => string {
  const { t, i18n } = useTranslation("import-words");
  return useCallback(
    (message: string) =>
      i18n.language === "en"
        ? message
        : reword(message, readSentence, ({ key, facts }) => String(t(`say.${key}`, facts))),
    [t, i18n.language],
  );
}
