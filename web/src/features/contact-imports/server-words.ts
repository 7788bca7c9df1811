import { makeReader, useVocabularies, type Vocabulary } from "@/lib/server-words";
import english from "@/locales/en/import-words.json";

export const readSentence = makeReader(english.say);

const VOCABULARIES: Vocabulary[] = [{ namespace: "import-words", read: readSentence }];

/** Why a line cannot be taken, in the person's language. */
export const useServerWords = () => useVocabularies(VOCABULARIES);
