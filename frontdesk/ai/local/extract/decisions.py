"""Decisions: what was settled, not what may be."""

import re
from collections.abc import Sequence

from frontdesk.ai.local.conversation import Said
from frontdesk.ai.local.extract.cues import Language
from frontdesk.ai.local.extract.model import Decision
from frontdesk.ai.local.words import fold

_TAIL = re.compile(r"[\s.;,!]+$")
_CLAUSE = re.compile(r"[,;:—]|\b(?:but|and so|so|pero|asi que)\b")


def find(said: Sequence[Said], language: Language) -> list[Decision]:
    """All decisions in reading order; each is the sentence that tells of it, without its label."""
    return [decision for each in said if (decision := _decision(each, language))]


def _decision(said: Said, language: Language) -> Decision | None:
    sentence = said.sentence
    folded = fold(sentence.text).replace("\n", " ")
    start = 0
    if label := language.decision_label.match(folded):
        start = label.end()
    elif not any(_is_settled(folded, found, language) for cue in language.decision for found in cue.finditer(folded)):
        return None
    tail = _TAIL.search(sentence.text, start)
    end = tail.start() if tail else len(sentence.text)
    if end - start < 4:
        return None
    return Decision(sentence.text[start:end], sentence.start + start, sentence.start + end, said.speaker)


def _is_settled(folded: str, found: re.Match[str], language: Language) -> bool:
    """Neither asked, denied, conditional nor wished for; what stands before a comma is another matter."""
    if folded.rstrip().endswith("?") and not language.tag.search(folded):
        return False
    before = folded[: found.start()]
    clause = before[max((cut.end() for cut in _CLAUSE.finditer(before)), default=0) :] + found[0]
    return not language.undecided.search(clause)
