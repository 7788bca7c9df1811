"""What a model must not break: placeholders, links, images and legal footers stay, and nothing foreign comes in.

``check_text`` is for single texts, ``find_broken`` for whole templates. Both look at what came of it, whatever the
model was told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from frontdesk.mail.rendering.markup import attributes_of, scan
from frontdesk.mail.rendering.model import TemplateSource
from frontdesk.mail.rendering.pieces import find_liquid, masked
from frontdesk.mail.writing import suspicions
from frontdesk.mail.writing.segments import TOKEN, Segment, find_segments

# Of a recipient: longer facts are no facts about a person, and what is quoted from them word for word is cut off.
MAX_VALUE = 200
MAX_QUOTE = 32
# Of one that no model is told, as much is looked for.
MOST_OF_VALUE = 500
_DISTRUSTED_QUOTE = 12
_BARE_NUMBER = re.compile(r"[\d\s+().,:/€$£¥%-]{1,40}")
_MAKES_LINE_BREAKS = re.compile(r"[\t\r\v\f\x85\u2028\u2029]+")

Code = Literal[
    "empty", "too_long", "address", "markup", "liquid", "hidden", "amount", "phone", "long_word", "copied",
    "instruction", "line_break", "placeholder", "tag", "link", "footer", "number_lost", "structure", "missing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that was not kept: ``detail`` says it to a person, and to the model that is asked again."""

    code: Code
    detail: str
    field: str = ""
    segment: int | None = None


_FOREIGN: tuple[tuple[Code, Callable[[str], Counter[str]], str], ...] = (
    ("liquid", suspicions.liquid_in, "It has a placeholder or tag of its own: {}."),
    ("markup", suspicions.markup_in, "It has markup of its own: {}. Only plain words are wanted."),
    ("address", suspicions.addresses_in, "It names an address that was not there: {}."),
    ("hidden", suspicions.hidden_in, "It has characters that hide or disguise something: {}."),
    ("instruction", suspicions.steering_in, "It asks for what was not asked for: {}."),
    ("long_word", suspicions.long_words_in, "It has a run of characters that is no word: {}."),
)
_GIVEN: tuple[tuple[Code, Callable[[str], Counter[str]], str], ...] = (
    ("instruction", suspicions.secrets_in, "It speaks of what nobody gave: {}."),
    ("amount", suspicions.amounts_in, "It names an amount that nobody gave: {}."),
    ("phone", suspicions.phones_in, "It names a number that nobody gave: {}."),
)


def tame_value(value: object) -> str:
    """A fact about a recipient as a model may be told it: one short line of plain text.

    Empty for what is no fact: what holds an address, markup or Liquid, hides something, or speaks to a model. What a
    model never reads cannot steer it.
    """
    if value is None or isinstance(value, dict | list | tuple | set) or len(str(value)) > 2 * MAX_VALUE:
        return ""
    return _tamed(str(value))


@lru_cache(maxsize=4096)
def _tamed(value: str) -> str:
    text = " ".join(_MAKES_LINE_BREAKS.sub(" ", suspicions.unfold(value)).split())
    if not text or suspicions.hidden_in(value.replace("\r", " ").replace("\t", " ")):
        return ""
    if any(find(text) for _, find, _ in _FOREIGN) or suspicions.is_demand(text):
        return ""
    return text if len(text) <= MAX_VALUE else ""


def check_text(
    original: str,
    written: str,
    *,
    max_length: int,
    allowed_values: Iterable[object] = (),
    context: str = "",
    may_break_lines: bool = False,
) -> Broken | None:
    """What is wrong with a text that a model wrote in the place of ``original``; None for nothing.

    ``allowed_values``: the facts about the recipient that it was told, as they came. They may be mentioned, and short
    numbers among them too; but no address, markup, Liquid or instruction comes in by them, and no longer stretch is
    quoted from one. ``context``: what its author asked for; amounts and numbers may be taken from it, addresses not.
    """
    values = [str(value)[:MOST_OF_VALUE] for value in allowed_values if value is not None]
    if original.strip() and not written.strip():
        return Broken("empty", "It is empty.")
    length = max(len(written), len(suspicions.unfold(written)) // 2)  # one character may stand for eighteen
    if length > max_length:
        return Broken("too_long", f"It has {length} characters; {max_length} are allowed.")
    if not may_break_lines and "\n" in written.strip():
        return Broken("line_break", "It has line breaks; it must be one line.")
    return (
        _find_foreign(_FOREIGN, original, written)
        or _find_foreign(_GIVEN, " ".join([original, context, *_numbers(values)]), written)
        or _find_copied(original, written, values)
    )


def _find_foreign(
    kinds: Sequence[tuple[Code, Callable[[str], Counter[str]], str]], allowed: str, written: str
) -> Broken | None:
    for code, find, words in kinds:
        found = find(written)
        foreign = [each for each in found if each not in find(allowed)] if found else []
        if foreign:
            return Broken(code, words.format(", ".join(_shown(each) for each in foreign[:3])))
    return None


def _shown(text: str) -> str:
    """As a word that nobody can click on or run."""
    readable = "".join(each if each.isprintable() else f"U+{ord(each):04X}" for each in text)
    return f"“{readable[:40]}”"


def _numbers(values: Iterable[str]) -> list[str]:
    return [value for value in values if _BARE_NUMBER.fullmatch(value)]


def _find_copied(original: str, written: str, values: Sequence[str]) -> Broken | None:
    tamed = [(value, tame_value(value)) for value in values]
    distrusted = [value for value, tame in tamed if not tame and len(value) > 3]
    quoted = suspicions.copies(written, [value for value, tame in tamed if tame], run=MAX_QUOTE)
    quoted = quoted or suspicions.copies(written, distrusted, run=_DISTRUSTED_QUOTE)
    if quoted and not suspicions.copies(original, [quoted], run=len(quoted)):
        return Broken("copied", f"It repeats a fact word for word: {_shown(quoted)}.")
    return None


def check_segment(
    segment: Segment,
    written: str,
    *,
    max_length: int,
    keeps_numbers: bool,
    allowed_values: Iterable[object] = (),
    context: str = "",
) -> Broken | None:
    """What is wrong with what a model wrote in the place of a segment; the rest is as with ``check_text``.

    ``keeps_numbers``: amounts and telephone numbers must still be there.
    """
    broken = _find_lost(segment, written) or check_text(
        segment.words,
        TOKEN.sub(" ", written),
        max_length=max_length,
        allowed_values=allowed_values,
        context=context,
        may_break_lines=segment.field == "text_code",
    )
    if broken is None and keeps_numbers:
        broken = _find_lost_numbers(segment.words, TOKEN.sub(" ", written))
    return broken and replace(broken, field=segment.field, segment=segment.number)


def _find_lost(segment: Segment, written: str) -> Broken | None:
    found = [int(number) for number in TOKEN.findall(written)]
    if "⟦" in TOKEN.sub("", written) or "⟧" in TOKEN.sub("", written):
        return Broken("placeholder", "It has “⟦” or “⟧” that belongs to no placeholder.")
    wanted = Counter(range(1, len(segment.kept) + 1))
    for number in (wanted - Counter(found)) or (Counter(found) - wanted):
        name = segment.kept[number - 1][:60] if 0 < number <= len(segment.kept) else "nothing"
        times = found.count(number)
        return Broken("placeholder", f"⟦{number}⟧ (it stands for {name}) must stand there once; it does {times} times.")
    if [number for number in found if number in segment.tags] != [*segment.tags]:
        order = ", ".join(f"⟦{number}⟧" for number in segment.tags)
        return Broken("tag", f"{order} must stand in this order.")
    stretches = segment.stretches(written)
    if any(not stretches[number].strip() for number in segment.linked):
        return Broken("link", "A link has lost its words.")
    return None


def _find_lost_numbers(original: str, written: str) -> Broken | None:
    for find in (suspicions.amounts_in, suspicions.phones_in):
        there = "".join(each for each in suspicions.unfold(written) if each.isdigit())
        for number in find(original):
            if number not in there:
                return Broken("number_lost", f"It has lost the number {_shown(number)}.")
    return None


def find_broken(before: TemplateSource, after: TemplateSource, *, is_translated: bool = False) -> list[Broken]:
    """What of ``before`` is not in ``after`` any more, or is new in it besides words.

    Looks at the two templates and knows nothing of how one came of the other. Legal footers keep their words unless
    ``is_translated``.
    """
    found: list[Broken] = []
    for field, old, new in _fields(before, after):
        if _liquid(old) != _liquid(new):
            found.append(Broken("placeholder", "Its placeholders are not what they were.", field))
        if field == "html_code" or old == new:
            continue
        if foreign := suspicions.addresses_in(new) - suspicions.addresses_in(old):
            found.append(Broken("address", f"It names an address that was not there: {_shown(min(foreign))}.", field))
    if _skeleton(before.html_code) != _skeleton(after.html_code):
        found.append(Broken("structure", "Its links, images or layout are not what they were.", "html_code"))
    if not is_translated and _legal(before) != _legal(after):
        found.append(Broken("footer", "Its footer is not what it was.", "html_code"))
    return found


def _fields(before: TemplateSource, after: TemplateSource) -> Iterable[tuple[str, str, str]]:
    for field in ("subject", "preheader", "html_code", "text_code"):
        yield field, getattr(before, field) or "", getattr(after, field) or ""


def _liquid(text: str) -> tuple[Counter[str], list[str]]:
    """Outputs may change places within their sentence; tags, which decide what is shown, may not."""
    pieces = find_liquid(text)
    outputs = Counter(piece.source for piece in pieces if not piece.tag)
    return outputs, [piece.source for piece in pieces if piece.tag]


def _skeleton(source: str) -> list[str]:
    """Everything of the markup that is no text: all tags with their attributes, except for what images are called."""
    mask = masked(source, find_liquid(source))
    found = []
    for piece in scan(mask):
        if piece.kind == "text" or (piece.kind == "raw" and piece.name == "mj-preview"):
            continue
        parts, last = [], piece.start
        for each in attributes_of(mask, piece):
            if each.name in ("alt", "title"):
                parts.append(source[last : each.value_start])
                last = each.value_end
        found.append("".join([*parts, source[last : piece.end]]))
    return found


def _legal(source: TemplateSource) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.text, each.kept) for each in find_segments(source) if each.is_legal]
