"""A template's texts written anew: by a brief, in another tone or language, or for one recipient."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from frontdesk.ai.gateway import estimating
from frontdesk.ai.targets import Target
from frontdesk.mail.models import ProposalKind
from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.writing import plans, promises, prompts, putting_back, segments
from frontdesk.mail.writing.asking import Wanted, object_of
from frontdesk.mail.writing.fragments import Path
from frontdesk.mail.writing.plans import Plan, Shown
from frontdesk.mail.writing.promises import Broken
from frontdesk.mail.writing.prompts import Messages, Tone
from frontdesk.mail.writing.segments import TOKEN, Role, Segment
from frontdesk.platform.errors import BadInput

MOST_FACTS = 40
# Of all that was given, what must not come back word for word.
MOST_LOOKED_FOR = 100
# Questions for one proposal: a template of 300 kB has about so many.
MOST_QUESTIONS = 24
_ALL: frozenset[Role] = frozenset({"subject", "preheader", "text", "button", "alt"})
_PROSE: frozenset[Role] = frozenset({"subject", "preheader", "text", "button"})
_FACT_NAME = re.compile(r"[A-Za-z][\w.-]{0,60}")
_LONGEST: Mapping[Role, int] = {"subject": 200, "preheader": 250, "button": 80, "alt": 250, "text": 8_000}


@dataclass(frozen=True, slots=True)
class Rules:
    """How one kind of rewriting goes. ``growth``: how many times as long a text may become."""

    kind: ProposalKind
    roles: frozenset[Role]
    ask: Callable[[Mapping[int, Segment]], Messages]
    growth: float
    keeps_numbers: bool = True
    touches_footers: bool = False
    context: str = ""
    values: Sequence[object] = ()
    locale: str = ""


def by_brief(brief: str, locale: str) -> Rules:
    ask = partial(prompts.rewrite, brief, locale=locale)
    return Rules(ProposalKind.GENERATE, _PROSE, ask, growth=4, keeps_numbers=False, context=brief)


def in_tone(tone: Tone, locale: str) -> Rules:
    return Rules(ProposalKind.TONE, _PROSE, partial(prompts.change_tone, tone, locale=locale), growth=2)


def into_language(to: str, locale: str) -> Rules:
    ask = partial(prompts.translate, to, locale=locale)
    return Rules(ProposalKind.TRANSLATE, _ALL, ask, growth=2, touches_footers=True, locale=to)


def for_recipient(data: Mapping[str, Any], brief: str, locale: str) -> Rules:
    """``data`` is whatever is known of the recipient: only what is a plain fact is told."""
    raw = dict(_flat(data))
    facts = {name: tame for name, value in raw.items() if (tame := promises.tame_value(value))}
    told = dict([*facts.items()][:MOST_FACTS])
    if not told:
        raise BadInput.field(
            "recipient_data",
            "Nothing here is a plain fact about a person. Give short texts such as a name or a city; texts with links, "
            "markup or demands are not told to a model.",
        )
    ask = partial(prompts.personalize, told, brief, locale=locale)
    roles: frozenset[Role] = frozenset({"subject", "preheader", "text"})
    return Rules(
        ProposalKind.PERSONALIZE, roles, ask, growth=2, context=brief, values=[*raw.values()][:MOST_LOOKED_FOR]
    )


def _flat(data: Mapping[str, Any], start: str = "", depth: int = 3) -> Iterable[tuple[str, Any]]:
    for name, value in data.items():
        if not _FACT_NAME.fullmatch(name):
            continue
        if isinstance(value, dict):
            if depth:
                yield from _flat(value, f"{start}{name}.", depth - 1)
        elif isinstance(value, str | int | float):
            yield f"{start}{name}", value


def plan(target: Target, source: TemplateSource, rules: Rules, *, type: TemplateType, category: str) -> Plan:
    """Raises BadInput where there is nothing to write, and for more than can be asked in one go."""
    chosen = [
        each
        for each in segments.find_segments(source)
        if each.role in rules.roles and (rules.touches_footers or not each.is_legal)
    ]
    if not chosen:
        raise BadInput("There are no texts to rewrite in this template.", code="nothing-to-rewrite")
    questions = [_question(target, portion, rules) for portion in _portions(target, chosen)]
    if len(questions) > MOST_QUESTIONS:
        raise BadInput(
            f"This template would take {len(questions)} questions of this model; {MOST_QUESTIONS} is the most. Choose "
            "a model that reads more at once, or shorten the template.",
            code="too-long",
        )
    by_number = {each.number: each for each in chosen}
    return Plan(
        kind=rules.kind,
        type=type,
        category=category,
        questions=questions,
        place=partial(_place, by_number),
        make=partial(_make, source, chosen, rules),
        find_broken=partial(_find_broken, source, is_translated=rules.touches_footers),
        before=source,
    )


def _find_broken(before: TemplateSource, after: TemplateSource, *, is_translated: bool) -> Sequence[Broken]:
    return promises.find_broken(before, after, is_translated=is_translated)


def _expected(segment: Segment) -> int:
    return 2 * estimating.count(segment.text) + 12


def _portions(target: Target, chosen: Iterable[Segment]) -> Iterable[list[Segment]]:
    room = plans.answer_room(target)
    portion: list[Segment] = []
    size = 0
    for segment in chosen:
        expected = _expected(segment)
        if portion and size + expected > room:
            yield portion
            portion, size = [], 0
        portion.append(segment)
        size += expected
    yield portion


def _question(target: Target, portion: Sequence[Segment], rules: Rules) -> Wanted:
    texts = {each.number: each for each in portion}
    written = object_of({str(number): {"type": "string"} for number in texts})
    return Wanted(
        rules.ask(texts),
        object_of({"texts": written}),
        plans.bounded(target, sum(_expected(each) for each in portion) + 64),
        partial(_check, texts, rules),
    )


def _check(texts: Mapping[int, Segment], rules: Rules, answer: Any) -> list[Broken]:
    found = [_check_one(segment, answer["texts"][str(number)], rules) for number, segment in texts.items()]
    return [each for each in found if each]


def _check_one(segment: Segment, written: str, rules: Rules) -> Broken | None:
    return promises.check_segment(
        segment,
        written,
        max_length=min(_LONGEST[segment.role], max(60, int(len(segment.text) * rules.growth) + 60)),
        keeps_numbers=rules.keeps_numbers,
        allowed_values=rules.values,
        context=rules.context,
    )


def _make(source: TemplateSource, chosen: Sequence[Segment], rules: Rules, answers: Sequence[Any]) -> TemplateSource:
    written = {int(number): text for answer in answers for number, text in answer["texts"].items()}
    made = putting_back.put_back(source, chosen, written)
    return replace(made, locale=rules.locale or source.locale)


def _place(texts: Mapping[int, Segment], path: Path) -> Shown | None:
    if len(path) != 2 or path[0] != "texts" or not str(path[1]).isdigit():
        return None
    segment = texts.get(int(path[1]))
    return Shown(segment.role, segment.number, partial(_readable, segment)) if segment else None


def _readable(segment: Segment, text: str) -> str:
    """Marks as what they stand for, unless it is formatting."""

    def kept(match: re.Match[str]) -> str:
        number = int(match[1])
        return segment.kept[number - 1] if 0 < number <= len(segment.kept) and number not in segment.tags else ""

    return TOKEN.sub(kept, text)
