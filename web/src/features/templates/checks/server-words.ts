import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import english from "@/locales/en/template-findings.json";

const FACT = /\\\{\\\{(\w+)\\\}\\\}/g;

/** The server's own sentences, each as a pattern whose gaps are its facts. */
const SENTENCES = Object.entries(english.say).map(([key, words]) => {
  const literal = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return { key, pattern: new RegExp(`^${literal.replace(FACT, "(?<$1>[\\s\\S]+?)")}$`) };
});

export type Sentence = { key: string; facts: Readonly<Record<string, string>> };

/** Which of the server's sentences this is, and what it is about; null for one that is not known here. */
export function readSentence(message: string): Sentence | null {
  for (const { key, pattern } of SENTENCES) {
    const found = pattern.exec(message);
    if (found) return { key, facts: found.groups ?? {} };
  }
  return null;
}

/** Says what the server found in the person's language; in the server's words where there are no others. */
export function useServerWords(): (message: string) => string {
  const { t, i18n } = useTranslation("template-findings");
  return useCallback(
    (message: string) => {
      if (i18n.language === "en") return message;
      const say = (words: string): string => {
        const read = readSentence(words);
        if (!read) return words;
        // Some facts are words of the server too, such as what to write instead.
        const facts = Object.entries(read.facts).map(([name, fact]) => [name, say(fact)]);
        return String(t(`say.${read.key}`, Object.fromEntries(facts)));
      };
      return say(message);
    },
    [t, i18n.language],
  );
}
