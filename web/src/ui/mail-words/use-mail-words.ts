import { makeReader, useVocabularies, type Vocabulary } from "@/lib/server-words";
import english from "@/locales/en/mail-words.json";

export const readSentence = makeReader(english.say);

const VOCABULARIES: Vocabulary[] = [{ namespace: "mail-words", read: readSentence }];

/** What the server says of providers and of mail that went out or came in; other servers' words stay. */
export const useMailWords = () => useVocabularies(VOCABULARIES);
