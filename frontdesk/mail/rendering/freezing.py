"""A template with its MJML done: HTML in Liquid, which renders to the same mail."""

from __future__ import annotations

from dataclasses import replace

from frontdesk.mail.rendering import compiling
from frontdesk.mail.rendering.model import Limits, TemplateSource
from frontdesk.mail.rendering.pieces import StandIns, can_compile_ahead, standings

DEFAULT_LIMITS = Limits()


def freeze(source: TemplateSource, limits: Limits = DEFAULT_LIMITS) -> TemplateSource:
    """The source as HTML, so that nothing but Liquid is left to do for each recipient. Raises RenderError.

    Where Liquid decides the layout, MJML cannot be done before it: then the source stays as it is.
    """
    prepared = compiling.prepare(source, limits)
    places = standings(prepared.mask, prepared.liquid)
    if not source.is_mjml or not can_compile_ahead(prepared.liquid, places, is_mjml=True):
        return source
    stand_ins = StandIns(source.html_code)
    text, position = [], 0
    for number, piece in enumerate(prepared.liquid):
        text.append(source.html_code[position : piece.start])
        is_between = bool(piece.tag) and places[number].kind == "text"
        text.append(stand_ins.comment(number) if is_between else stand_ins.name(number))
        position = piece.end
    markup = compiling.from_mjml("".join([*text, source.html_code[position:]]), source.locale)
    needed = {
        number
        for number, (piece, place) in enumerate(zip(prepared.liquid, places, strict=True))
        if piece.tag or place.kind != "attribute"
    }
    if not needed.issubset(stand_ins.numbers(markup)):
        return source
    html = stand_ins.replace_all(markup, "", lambda number, _: prepared.liquid[number].source)
    frozen = replace(source, html_code=html, source_format="html")
    return frozen if compiling.compile_source(frozen, limits).parts is not None else source
