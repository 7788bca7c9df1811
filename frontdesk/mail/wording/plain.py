"""Plain language: sentences, verbs and words that could be plainer. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from frontdesk.mail.rendering import markup
from frontdesk.mail.wording.languages import Language
from frontdesk.mail.wording.model import Mark, WordingCode
from frontdesk.mail.wording.phrases import Index, Word, find, like
from frontdesk.mail.wording.readability import count_english, count_spanish
from frontdesk.mail.wording.texts import MARK

# Long, and understood by everybody.
_USUAL = markup.words("congratulations representatives characteristics straightforward responsabilidades")
_BEFORE_PARTICIPLE = markup.words("not also now already often never still always just then being no ya también")
_INSTEAD = {
    WordingCode.JARGON: "“{}” has a plainer word.",
    WordingCode.NOMINAL: "“{}” hides what is done in a noun. Say it with a verb.",
    WordingCode.DOUBLE_NEGATION: "“{}” denies twice. Say it straight.",
}


def find_marks(language: Language, text: str, words: Sequence[Word], *, has_sentences: bool) -> Iterator[Mark]:
    """Of one sentence."""
    if has_sentences and len(words) > language.longest_sentence:
        message = (
            f"This sentence has {len(words)} words; above {language.longest_sentence} readers lose the thread. "
            "Make two of it."
        )
        yield Mark(WordingCode.LONG_SENTENCE, words[0].start, words[-1].end, message, words=len(words))
    yield from _listed(WordingCode.JARGON, language.jargon, text, words)
    yield from _listed(WordingCode.NOMINAL, language.nominal, text, words)
    yield from _listed(WordingCode.DOUBLE_NEGATION, language.negated, text, words)
    yield from _negated_twice(language, text, words)
    yield from _passives(language, text, words)
    yield from _long_words(language, text, words)


def _listed(code: WordingCode, phrases: Index, text: str, words: Sequence[Word]) -> Iterator[Mark]:
    for first, last, instead in find(phrases, text, words):
        start, end = words[first].start, words[last - 1].end
        written = text[start:end]
        yield Mark(code, start, end, _INSTEAD[code].format(" ".join(written.split())), like(instead, written))


def _negated_twice(language: Language, text: str, words: Sequence[Word]) -> Iterator[Mark]:
    for number, word in enumerate(words[:-1]):
        following = words[number + 1]
        if word.text == "not" and following.text in language.opposites:
            written = text[word.start : following.end]
            yield Mark(
                WordingCode.DOUBLE_NEGATION,
                word.start,
                following.end,
                _INSTEAD[WordingCode.DOUBLE_NEGATION].format(written),
                language.opposites[following.text],
            )
        elif word.text in language.no_verbs:
            for other in words[number + 1 : number + 4]:
                if other.text in language.no_things and "," not in text[word.end : other.start]:
                    written = text[word.start : other.end]
                    message = _INSTEAD[WordingCode.DOUBLE_NEGATION].format(written)
                    instead = text[word.start : other.start] + language.no_things[other.text]
                    yield Mark(WordingCode.DOUBLE_NEGATION, word.start, other.end, message, instead)
                    break


def _passives(language: Language, text: str, words: Sequence[Word]) -> Iterator[Mark]:
    for number, word in enumerate(words):
        is_past = word.text in language.be_past
        if not is_past and word.text not in language.be_present:
            continue
        if number and words[number - 1].text == "please":  # "Please be seated", "please be advised": a way to ask
            continue
        at = number + 1
        while at < len(words) and (words[at].text in _BEFORE_PARTICIPLE or words[at].text.endswith(("ly", "mente"))):
            at += 1
        if at >= len(words) or at > number + 3 or not _is_participle(language, words[at].text):
            continue
        if text[word.end : words[at].start].strip(
            " \n\t\r\xa0abcdefghijklmnopqrstuvwxyzáéíóúñABCDEFGHIJKLMNOPQRSTUVWXYZ"
        ):
            continue
        has_agent = _has_agent(language, words[at + 1 : at + 4])
        if (is_past and words[at].text not in language.states) or has_agent:
            written = " ".join(text[word.start : words[at].end].split())
            message = f"“{written}” leaves open or hides who does it. Say who does what."
            yield Mark(WordingCode.PASSIVE, word.start, words[at].end, message)


def _is_participle(language: Language, word: str) -> bool:
    if word in language.participles:
        return True
    return len(word) > 4 and word.endswith(language.participle_endings) and "-" not in word and "'" not in word


def _has_agent(language: Language, words: Sequence[Word]) -> bool:
    for number, word in enumerate(words[:-1]):
        if word.text == language.by:
            following = words[number + 1].text
            if following == "the" and number + 2 < len(words):
                following = words[number + 2].text
            return following not in language.by_then and not following[0].isdigit() and not following.endswith("ing")
    return False


def _long_words(language: Language, text: str, words: Sequence[Word]) -> Iterator[Mark]:
    for word in words:
        if word.end - word.start < language.long_word or MARK in word.text or not word.text.isalpha():
            continue
        if text[word.start].isupper() or word.text in language.listed or word.text in _USUAL:
            continue
        count = count_spanish(word.text) if language.by == "por" else count_english(word.text)
        if count >= language.many_syllables:
            message = f"“{word.text}” is long and hard to take in. Is there a shorter word?"
            yield Mark(WordingCode.LONG_WORD, word.start, word.end, message)
