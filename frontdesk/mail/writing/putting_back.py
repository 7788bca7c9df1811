"""Texts that a model wrote, put back into the template that they were taken out of. Pure."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from frontdesk.mail.rendering.model import Field, TemplateSource
from frontdesk.mail.writing.segments import TOKEN, Place, Segment


def put_back(source: TemplateSource, segments: Iterable[Segment], written: Mapping[int, str]) -> TemplateSource:
    """The template with new texts in the places of those segments that ``written`` names by number."""
    changed: dict[Field, list[Segment]] = {"subject": [], "preheader": [], "html_code": [], "text_code": []}
    for segment in sorted(segments, key=lambda each: each.start):
        if segment.number in written:
            changed[segment.field].append(segment)
    return replace(
        source,
        subject=_put_in(source.subject, changed["subject"], written),
        preheader=_put_in(source.preheader, changed["preheader"], written),
        html_code=_put_in(source.html_code, changed["html_code"], written),
        text_code=_put_in(source.text_code or "", changed["text_code"], written) or None,
    )


def _put_in(
    text: str, segments: Sequence[Segment], written: Mapping[int, str], start: int = 0, end: int | None = None
) -> str:
    """``segments`` in the order of the text. One may hold others: a link among words has a title of its own."""
    parts, last, place = [], start, 0
    while place < len(segments):
        segment, behind = segments[place], place + 1
        while behind < len(segments) and segments[behind].start < segment.end:
            behind += 1
        parts += [text[last : segment.start], _source_of(text, segment, segments[place + 1 : behind], written)]
        last, place = segment.end, behind
    return "".join([*parts, text[last:end]])


def _source_of(text: str, segment: Segment, inside: Sequence[Segment], written: Mapping[int, str]) -> str:
    new, parts, last = written[segment.number].strip(), [], 0
    for match in TOKEN.finditer(new):
        start, end = segment.kept_at[int(match[1]) - 1]
        own = [each for each in inside if start <= each.start < end]
        parts += [_escaped(new[last : match.start()], segment.place), _put_in(text, own, written, start, end)]
        last = match.end()
    return "".join([*parts, _escaped(new[last:], segment.place)])


def _escaped(text: str, place: Place) -> str:
    if place == "plain":
        return text
    return html.escape(text, quote=place == "attribute").replace("\xa0", "&nbsp;")
