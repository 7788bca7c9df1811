import { makeReader, useVocabularies, type Vocabulary } from "@/lib/server-words";
import english from "@/locales/en/template-findings.json";

/** Which of the server's sentences this is, and what it is about; null for one that is not known here. */
export const readSentence = makeReader(english.say);

const VOCABULARIES: Vocabulary[] = [{ namespace: "template-findings", read: readSentence }];

/** Says what the server found in the person's language; in the server's words where there are no others. */
export const useServerWords = () => useVocabularies(VOCABULARIES);
