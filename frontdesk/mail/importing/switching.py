"""A template's code from one language to the other, its Liquid kept."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from frontdesk.mail.importing.addresses import Addresses
from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.mjml_source import upgrade
from frontdesk.mail.importing.model import Change, Log
from frontdesk.mail.rendering.compiling import check_mjml, to_document
from frontdesk.mail.rendering.framing import frame_of
from frontdesk.mail.rendering.markup import attributes_of, scan
from frontdesk.mail.rendering.model import Limits, Problem, RenderError, SourceFormat, TemplateSource
from frontdesk.mail.rendering.pieces import StandIns, can_compile_ahead, find_liquid, masked, standings
from frontdesk.mail.rendering.rendering import render
from frontdesk.mail.rendering.sanitising import Document, take_apart

LIMITS = Limits()
_DOCUMENT = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
{styles}
</style>
</head>
<body style="{body_style}">
{body}
</body>
</html>
"""
_WRAPPED = """<mjml>
  <mj-head>
    <mj-style>{base}</mj-style>
{styles}  </mj-head>
  <mj-body{background}>
    <mj-raw>
{body}
    </mj-raw>
  </mj-body>
</mjml>
"""
# What MJML says of the body, paragraphs and tables before any style of the author's, taken back.
_BASE = "body{margin:8px}p{margin:1em 0}table,td{border-collapse:separate}"
_OF_BODY = re.compile(r"(?<![\w.#-])body(?=[.#][\w-])")
_PICTURE_HEIGHT = re.compile(r"\bimg\b[^{}]{0,200}\{[^{}]{0,1000}(?<![\w-])height\s*:", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*(#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20})\b")


@dataclass(frozen=True, slots=True)
class Switched:
    html_code: str
    source_format: SourceFormat
    changes: tuple[Change, ...]
    lossless: bool


def to_html(code: str) -> Switched:
    """Compiled MJML. Raises RenderError, with places, for MJML that does not compile."""
    liquid = find_liquid(code)
    mask = masked(code, liquid)
    problems = check_mjml(mask, liquid)
    if problems:
        raise RenderError(problems)
    places = standings(mask, liquid)
    stand_ins = StandIns(code)
    parts, position = [], 0
    for number, (piece, standing) in enumerate(zip(liquid, places, strict=True)):
        parts.append(code[position : piece.start])
        is_between = piece.tag and standing.kind == "text"
        parts.append(stand_ins.comment(number) if is_between else stand_ins.name(number))
        position = piece.end
    document = to_document("".join([*parts, code[position:]]), TemplateSource("", code, source_format="mjml"), LIMITS)
    written = _DOCUMENT.format(
        styles=document.styles.strip(), body_style=html.escape(document.body_style), body=document.body.strip()
    )
    kept = set(stand_ins.numbers(written))
    log = Log()
    log.change("compiled", "MJML's tags became tables. The way back puts them into one raw block.", (1, 1))
    for number, piece in enumerate(liquid):
        if number not in kept and (piece.tag or places[number].kind != "attribute"):
            line, column = _place(code, piece.start)
            log.change(
                "liquid_lost", f"“{piece.source[:60]}” has no place in the HTML and is left out.", (line, column)
            )
    if not can_compile_ahead(liquid, places, is_mjml=True):
        message = "Conditions between columns decide the layout in MJML; in HTML the columns keep their widths."
        log.change("layout_fixed", message, (1, 1))
    restored = stand_ins.replace_all(written, "t", lambda number, _: liquid[number].source)
    return Switched(restored, "html", log.changes, lossless=False)


def to_mjml(code: str) -> Switched:
    """HTML wrapped as it stands: `mj-style` for its sheets, one `mj-raw` for its body.

    Raises RenderError for HTML that is fine by itself and would break there.
    """
    log = Log()
    document = _with_body_names(take_apart(code if _PICTURE_HEIGHT.search(code) else _images_sized(code)), code, log)
    # A colour of MJML's body would lie on a picture of the mail's.
    has_picture = "url(" in document.body_style
    background = None if has_picture else _BACKGROUND.search(document.body_style)
    sheets = [document.styles.strip()] if document.styles.strip() else []
    if document.body_style.strip():
        sheets.append(f"body{{{document.body_style.strip()}}}")
    written = _WRAPPED.format(
        base=_BASE,
        styles="".join(f"    <mj-style>\n{sheet}\n    </mj-style>\n" for sheet in sheets),
        background=f' background-color="{background[1]}"' if background else "",
        body=document.body.strip(),
    )
    message = "The HTML stands in one raw block: it looks as before, but its parts are not MJML's."
    log.change("wrapped", message, (1, 1))
    draft = Draft(written)
    upgrade(draft, log, Addresses(Log(), None, {}))
    _check_wrapped(code, draft.text)
    return Switched(draft.text, "mjml", log.changes, lossless=not _has_head(code))


def _with_body_names(document: Document, code: str, log: Log) -> Document:
    """The body's class, id and direction on an element of its own: MJML's body takes none of them."""
    names = frame_of(code, is_mjml=False).body_attributes
    if not names:
        return document
    message = "MJML's body has no class, id or direction: a part inside it has them now, and styles speak of that part."
    log.change("body_names", message, (1, 1))
    return replace(document, styles=_OF_BODY.sub("", document.styles), body=f"<div{names}>\n{document.body}\n</div>")


def _check_wrapped(code: str, written: str) -> None:
    try:
        render(TemplateSource("", written, source_format="mjml"), {}, strict=False)
    except RenderError as refused:
        try:
            render(TemplateSource("", code), {}, strict=False)
        except RenderError:
            return
        found = refused.problems[0].message.rstrip(".") if refused.problems else "it breaks"
        message = (
            f"This HTML cannot stand in MJML: {found}. Close what is open in it and quote attributes, or keep HTML."
        )
        raise RenderError([Problem("error", "not_convertible", message, 0, 0, "html_code")]) from refused


def _has_head(code: str) -> bool:
    return bool(re.search(r"<(?:head|html|title|!doctype)\b", code, re.IGNORECASE))


def _images_sized(code: str) -> str:
    """Heights of pictures as styles: MJML's own sheet would overrule the attribute."""
    mask = masked(code, find_liquid(code))
    edits = []
    for piece in scan(mask):
        if piece.kind != "open" or piece.name != "img":
            continue
        found = {each.name: each for each in attributes_of(mask, piece)}
        height = (found["height"].value or "").removesuffix("px") if "height" in found else ""
        style = found.get("style")
        if not height.isdigit() or (style is not None and "height" in (style.value or "")):
            continue
        if style is not None and style.quoted:
            edits.append(Edit(style.value_start, style.value_start, f"height:{height}px;"))
        elif style is None:
            edits.append(Edit(piece.start + 4, piece.start + 4, f' style="height:{height}px"'))
    draft = Draft(code)
    draft.apply(edits)
    return draft.text


def _place(code: str, index: int) -> tuple[int, int]:
    return Draft(code).place(index)
