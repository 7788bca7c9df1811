"""The words of a language, made ready to be looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from frontdesk.mail.wording import english, spanish
from frontdesk.mail.wording.phrases import Index, index


@dataclass(frozen=True, slots=True)
class Language:
    longest_sentence: int
    long_word: int
    many_syllables: int
    jargon: Index
    nominal: Index
    negated: Index
    opposites: Mapping[str, str]
    no_verbs: frozenset[str]
    no_things: Mapping[str, str]
    be_past: frozenset[str]
    be_present: frozenset[str]
    by_then: frozenset[str]
    participles: frozenset[str]
    participle_endings: tuple[str, ...]
    states: frozenset[str]
    by: str
    contractions: Index
    uncontracted: Index
    slang: Index
    stiff: Index
    hedges: Index
    casual_greetings: Index
    stiff_greetings: Index
    casual_closings: Index
    stiff_closings: Index
    informal: Mapping[str, str]
    formal: Index
    shouts: frozenset[str]
    listed: frozenset[str]


def _language(lists: ModuleType, by: str, endings: tuple[str, ...]) -> Language:
    return Language(
        longest_sentence=lists.LONGEST_SENTENCE,
        long_word=lists.LONG_WORD,
        many_syllables=lists.MANY_SYLLABLES,
        jargon=index(lists.JARGON),
        nominal=index(lists.NOMINAL),
        negated=index(lists.NEGATED),
        opposites=lists.PLEASANT_OPPOSITES,
        no_verbs=lists.NO_VERBS,
        no_things=lists.NO_THINGS,
        be_past=lists.BE_PAST,
        be_present=lists.BE_PRESENT,
        by_then=lists.BY_THEN,
        participles=lists.PARTICIPLES,
        participle_endings=endings,
        states=lists.STATES,
        by=by,
        contractions=index(lists.CONTRACTIONS),
        uncontracted=index(lists.UNCONTRACTED),
        slang=index(lists.SLANG),
        stiff=index(lists.STIFF),
        hedges=index(lists.HEDGES),
        casual_greetings=index(lists.CASUAL_GREETINGS),
        stiff_greetings=index(lists.STIFF_GREETINGS),
        casual_closings=index(lists.CASUAL_CLOSINGS),
        stiff_closings=index(lists.STIFF_CLOSINGS),
        informal=lists.INFORMAL,
        formal=index(lists.FORMAL),
        shouts=lists.SHOUTS,
        listed=frozenset(word for phrase in lists.JARGON for word in phrase.split()),
    )


_ENGLISH = _language(english, "by", ("ed",))
_SPANISH = _language(spanish, "por", ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"))


def of(locale: str) -> Language:
    return _SPANISH if locale == "es" else _ENGLISH
