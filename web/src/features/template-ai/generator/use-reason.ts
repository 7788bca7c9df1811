import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "@/ui/template-problems/server-words";

type Reason = { code: string; field: string; message: string };

/** What a model broke, in the person's language: the server's own words in English, else those of its code. */
export function useReason(): (reason: Reason) => string {
  const { t, i18n } = useTranslation("template-ai");
  const say = useServerWords();
  return useCallback(
    ({ code, field, message }) => {
      // No JSON, or not the one that was asked for: not about a field of the mail, and in the words of a validator.
      if (code === "structure" && (field === "text" || !field)) return t("reason.form", { detail: message });
      const words = say(message);
      if (i18n.language === "en" || words !== message) return words;
      return t(`reason.${code}`, {
        field: t(`field.${field}`, { defaultValue: field }),
        defaultValue: message,
      });
    },
    [t, i18n.language, say],
  );
}
