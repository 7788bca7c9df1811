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
