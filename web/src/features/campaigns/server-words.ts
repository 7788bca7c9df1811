import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { makeReader, reword } from "@/lib/server-words";
import english from "@/locales/en/campaign-words.json";
import ofTemplates from "@/locales/en/template-findings.json";

export const readSentence = makeReader(english.say);
const readOfTemplates = makeReader(ofTemplates.say);

/** Reasons that the server writes down as sentences, in the person's language; what a person wrote stays. */
export function useServerWords(): (message: string) => string {
  const { t, i18n } = useTranslation("campaign-words");
  const { t: sayOfTemplates } = useTranslation("template-findings");
  return useCallback(
    (message: string) => {
      if (i18n.language === "en") return message;
      const own = reword(message, readSentence, ({ key, facts }) => String(t(`say.${key}`, facts)));
      if (own !== message) return own;
      return reword(message, readOfTemplates, ({ key, facts }) =>
        String(sayOfTemplates(`say.${key}`, facts)),
      );
    },
    [t, sayOfTemplates, i18n.language],
  );
}
