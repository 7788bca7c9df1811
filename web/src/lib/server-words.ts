import { useCallback } from "react";
import { useTranslation } from "react-i18next";

const FACT = /\\\{\\\{(\w+)\\\}\\\}/g;

export type Sentence = { key: string; facts: Readonly<Record<string, string>> };
export type SentenceReader = (message: string) => Sentence | null;

/** Knows the server's sentences again. `say` has them in English, with `{{gaps}}` where their facts stand. */
export function makeReader(say: Readonly<Record<string, string>>): SentenceReader {
  const known = Object.entries(say).map(([key, words]) => {
    const literal = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return { key, pattern: new RegExp(`^${literal.replace(FACT, "(?<$1>[\\s\\S]+?)")}$`) };
  });
  return (message) => {
    for (const { key, pattern } of known) {
      const found = pattern.exec(message);
      if (found) return { key, facts: found.groups ?? {} };
    }
    return null;
  };
}

/** The message in other words; as it is where there are none. Facts may be sentences of the server too. */
export function reword(
  message: string,
  read: SentenceReader,
  translate: (sentence: Sentence) => string,
): string {
  const sentence = read(message);
  if (!sentence) return message;
  const facts = Object.entries(sentence.facts).map(([name, fact]) => [name, reword(fact, read, translate)]);
  return translate({ key: sentence.key, facts: Object.fromEntries(facts) });
}

/** One namespace of texts that holds sentences of the server under `say`, and the reader that knows them. */
export type Vocabulary = { namespace: string; read: SentenceReader };

/** Says the server's sentences in the person's language; what no vocabulary knows stays as it is. */
export function useVocabularies(vocabularies: readonly Vocabulary[]): (message: string) => string {
  const { t, i18n } = useTranslation(vocabularies.map(({ namespace }) => namespace));
  return useCallback(
    (message: string) => {
      const known = i18n.language === "en" ? undefined : vocabularies.find(({ read }) => read(message));
      if (!known) return message;
      const place = (key: string) => `${known.namespace}:say.${key}`;
      return reword(message, known.read, ({ key, facts }) => String(t(place(key), facts)));
    },
    [t, i18n.language, vocabularies],
  );
}
