"""Action items: what somebody promised, was asked for, or is to do by a list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from frontdesk.ai.local.conversation import Said
from frontdesk.ai.local.extract.cues import Cue, Language, Owner
from frontdesk.ai.local.extract.model import Action, DateKind, FoundDate
from frontdesk.ai.local.extract.owners import Cast, named_at_end, named_before, trimmed_name
from frontdesk.ai.local.words import fold

_BOUNDARY = re.compile(r"[;—]|, (?=then )|[.!?] ")
_COMMA = re.compile(r"[,;:—]|\bbut\b|\band\b")
_BULLET = re.compile(
    r"(?:^|\n)[ \t]*(?:[-*•–·▪◦‣]+|\d{1,2}[.)]|[a-z]\)|\[[ xX]?\])[ \t]+(?:\[(?P<tick>[ xX]?)\][ \t]*)?$"
)
_TRAILING_OWNER = re.compile(
    r"[(\[](?:owner: ?)?(?P<name>@?[A-ZÁÉÍÓÚÑ][^()\[\]\d,]{0,30})[)\]]|@(?P<at>\w+)|[-–—] (?P<dash>[A-ZÁÉÍÓÚÑ]\w+)$"
)
_TAIL = re.compile(r"[\s.;,!:—–-]*(?:\b(?:and|then|so|but|y|e|pero|luego)[\s,]*)?$")
_PAST_DUE = {DateKind.DATE, DateKind.DATETIME}


@dataclass(frozen=True, slots=True)
class Hit:
    """Where in a sentence an action begins, and whose it is."""

    start: int
    verb_end: int
    owner: str | None


@dataclass(frozen=True, slots=True)
class Sought:
    """A sentence as the cues see it; ``dates`` are those within it."""

    said: Said
    folded: str
    dates: Sequence[FoundDate]
    cast: Cast
    answered: str | None = None  # who spoke just before somebody else says this

    @property
    def text(self) -> str:
        return self.said.sentence.text


def find(whole: str, said: Sequence[Said], dates: Sequence[FoundDate], cast: Cast, language: Language) -> list[Action]:
    """All action items in reading order. ``dates`` are those of the whole text, in order."""
    found: list[Action] = []
    under_heading = False
    before: list[str | None] = [None, None]
    for each in said:
        sentence = each.sentence
        within = [date for date in dates if sentence.start <= date.start < sentence.end]
        if each.speaker != before[1]:
            before = [before[1], each.speaker]
        sought = Sought(
            each, fold(sentence.text).replace("\n", " "), within, cast, before[0] if each.is_spoken else None
        )
        bullet = _BULLET.search(whole, max(0, sentence.start - 30), sentence.start)
        if language.heading.fullmatch(sought.folded) and (sought.folded.endswith(":") or not bullet):
            under_heading = True
            continue
        if bullet is None and under_heading:
            under_heading = whole.rfind("\n", 0, sentence.start) == whole.rfind("\n", 0, sentence.start - 2)
        if bullet and (bullet["tick"] or "").lower() == "x":
            continue
        is_listed = bullet is not None and (under_heading or bullet["tick"] is not None)
        found += _labelled(sought, language, is_listed=is_listed) or _cued(sought, language)
    return found


def _labelled(sought: Sought, language: Language, *, is_listed: bool) -> list[Action]:
    """``Action: …``, and the items of a list of actions: whatever they say."""
    label = language.label.match(sought.folded)
    if label is None and not is_listed:
        return []
    start = label.end() if label else 0
    end = _trimmed_end(sought.text, start, len(sought.text))
    if end - start < 4:
        return []
    return [_action(sought, start, end, _task_owner(sought, language, label, start))]


def _task_owner(sought: Sought, language: Language, label: re.Match[str] | None, start: int) -> str | None:
    if label and (name := label.groupdict().get("name") or label.groupdict().get("name2")):
        return sought.text[label.start() :][: label.end()][sought.folded.find(name) :][: len(name)].strip()
    if (
        (found := language.task_owner.match(sought.folded, start))
        and (name := trimmed_name(sought.text, *found.span("name"), language, whole=True))
        and fold(name) not in language.verbs
    ):
        return name
    if trailing := _TRAILING_OWNER.search(sought.text, start):
        return (trailing["name"] or trailing["at"] or trailing["dash"]).strip(" @")
    hit = next(_hits(sought, language), None)
    return hit.owner if hit else None


def _cued(sought: Sought, language: Language) -> list[Action]:
    if language.boilerplate.search(sought.folded) or language.decision_label.match(sought.folded):
        return []
    hits = sorted(_hits(sought, language), key=lambda hit: hit.start)
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].verb_end:
            kept.append(hit)
    for place, hit in enumerate(kept[1:], 1):
        if hit.owner in language.backward and kept[place - 1].owner not in language.pronouns.values():
            kept[place] = replace(hit, owner=kept[place - 1].owner)
    ends = [*(hit.start for hit in kept[1:]), len(sought.text)][: len(kept)]
    return [
        _action(sought, hit.start, _trimmed_end(sought.text, hit.start, end), hit.owner)
        for hit, end in zip(kept, ends, strict=True)
    ]


def _hits(sought: Sought, language: Language) -> Iterator[Hit]:
    asked = sought.folded.endswith("?") and not language.tag.search(sought.folded)
    for cue in language.cues:
        if asked and not cue.asks:
            continue
        for found in cue.pattern.finditer(sought.folded):
            if hit := _hit(sought, language, cue, found):
                yield hit


def _hit(sought: Sought, language: Language, cue: Cue, found: re.Match[str]) -> Hit | None:
    start, groups = found.start(), found.groupdict()
    name = None
    if groups.get("name"):
        name = trimmed_name(sought.text, *found.span("name"), language)
        if name is None:
            return None
        start = start if "thing" in groups else found.start("name") + found["name"].rfind(fold(name))
    if not _is_work(sought, language, cue, found) or not _is_placed(sought, language, cue, start):
        return None
    if cue.dated and not _coming(sought):
        return None
    if cue.owner is Owner.NAMED:
        owner = name or groups.get("role") or groups.get("pronoun")
    elif cue.owner is Owner.SPEAKER:
        owner = sought.said.speaker or language.pronouns[cue.owner]
    elif cue.owner is Owner.ADDRESSEE:
        owner = _addressee(sought, language, start) or language.pronoun_of(found[0])
    else:
        owner = language.pronouns.get(cue.owner)
    return Hit(start, found.end(), owner)


def _addressee(sought: Sought, language: Language, start: int) -> str | None:
    return (
        named_before(sought.text, start, language, sought.cast)
        or named_at_end(sought.text, language, sought.cast)
        or sought.said.addressee
        or sought.answered
        or (sought.cast.other(sought.said.speaker) if sought.said.is_spoken else None)
    )


def _is_work(sought: Sought, language: Language, cue: Cue, found: re.Match[str]) -> bool:
    groups = found.groupdict()
    if groups.get("ing"):
        return any(stem in language.verbs for stem in _stems(groups["ing"]))
    verb = groups.get("verb")
    if verb is None:
        return True
    if cue.accent is not None and _has_accent(sought.text[found.end("verb") - 1]) != cue.accent:
        return False
    if verb in language.idle or (verb in language.small_talk and not _coming(sought)):
        return False
    return cue.any_verb or verb in language.verbs


def _has_accent(letter: str) -> bool:
    return letter in "áéíóúÁÉÍÓÚ"


def _stems(word: str) -> tuple[str, ...]:
    stem = word.removesuffix("ing")
    return (stem, f"{stem}e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem)


def _is_placed(sought: Sought, language: Language, cue: Cue, start: int) -> bool:
    """Whether the words before the cue let it begin an action: nothing doubtful; an opening where it must begin."""
    before = sought.folded[:start]
    if language.question_word.search(before):
        return False
    clause = before[max((found.end() for found in _COMMA.finditer(before)), default=0) :]
    if language.doubt.search(clause):
        return False
    if not cue.at_start:
        return True
    begin = max((found.end() for found in _BOUNDARY.finditer(before)), default=0)
    opened = language.opening.match(before, begin)
    rest = before[opened.end() if opened else begin :].lstrip()
    if not rest:
        return True
    vocative = language.vocative.fullmatch(rest)
    return bool(vocative and named_before(sought.text, start, language, sought.cast))


def _coming(sought: Sought) -> FoundDate | None:
    """A day of the sentence that is still to come."""
    today = sought.cast.today
    return next((date for date in sought.dates if (date.until_date or date.date) >= today), None)


def _action(sought: Sought, start: int, end: int, owner: str | None) -> Action:
    offset = sought.said.sentence.start
    return Action(
        text=sought.text[start:end],
        start=offset + start,
        end=offset + end,
        owner=owner,
        due=_due(sought, offset + start, offset + end),
        speaker=sought.said.speaker,
    )


def _due(sought: Sought, start: int, end: int) -> FoundDate | None:
    """The deadline in the action, else its first coming day, else the coming day that opens the sentence."""
    coming = [date for date in sought.dates if (date.until_date or date.date) >= sought.cast.today]
    inside = [date for date in coming if start <= date.start < end]
    deadlines = [date for date in inside if date.kind is DateKind.DEADLINE]
    before = [date for date in coming if date.end <= start]
    return next(iter([*deadlines, *inside, *before]), None)


def _trimmed_end(text: str, start: int, end: int) -> int:
    tail = _TAIL.search(text, start, end)
    return tail.start() if tail else end
