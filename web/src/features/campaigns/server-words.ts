import { makeReader, useVocabularies, type Vocabulary } from "@/lib/server-words";
import english from "@/locales/en/campaign-words.json";
import ofTemplates from "@/locales/en/template-findings.json";

export const readSentence = makeReader(english.say);

const VOCABULARIES: Vocabulary[] = [
  { namespace: "campaign-words", read: readSentence },
  { namespace: "template-findings", read: makeReader(ofTemplates.say) },
];

/** Reasons that the server writes down as sentences, in the person's language; what a person wrote stays. */
export const useServerWords = () => useVocabularies(VOCABULARIES);
