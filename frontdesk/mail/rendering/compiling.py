"""Compiles a template once, so that each recipient costs only Liquid and the sanitiser.

The pieces of Liquid are replaced by stand-ins, the markup goes through MJML and the CSS inliner, and the
pieces are put back, each output with the kind of place it landed in. Where Liquid decides the layout
itself (columns, half a tag), the order is the other one: Liquid first, per recipient, with stand-ins for the
values. So a value never passes through the compilers in either order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

import css_inline
from liquid.template import BoundTemplate

from frontdesk.mail.rendering import css, mjml, plain_text
from frontdesk.mail.rendering.liquid_env import environment
from frontdesk.mail.rendering.markup import Attribute, measure
from frontdesk.mail.rendering.model import (
    MOST_PROBLEMS,
    Field,
    Known,
    Limits,
    Missing,
    Problem,
    RenderError,
    TemplateSource,
    place,
)
from frontdesk.mail.rendering.parsing import LIQUID_FAILURES, FieldTemplate, check_size, parse_fields
from frontdesk.mail.rendering.pieces import (
    BLOCKS,
    LiquidPiece,
    StandIns,
    can_compile_ahead,
    find_liquid,
    masked,
    standings,
)
from frontdesk.mail.rendering.remembering import remember
from frontdesk.mail.rendering.sanitising import Document, take_apart

_inliner = css_inline.CSSInliner(keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False)
# The rest of a selector is read up to where it may begin to count again, so that none is read more than once.
_COUNTING = re.compile(
    r":(?:first|last|only|nth|has|empty|not)\b(?:[^;{}<>:]|:(?!(?:first|last|only|nth|has|empty|not)\b))*+\{"
    r"|[\w\])*]\s*+[+~]\s*[\w.#*\[:](?:[^;{}<>+~]|[+~](?!\s*[\w.#*\[:]))*+\{",
    re.IGNORECASE,
)
_FULL_WIDTH = re.compile(
    r"@media[^{}]*\{\s*table\.mj-full-width-mobile\s*\{[^{}]*\}\s*td\.mj-full-width-mobile\s*\{[^{}]*\}\s*\}\s*"
)
_LINK_TAG = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_MJML_ROOT = re.compile(r"<mjml\b(?![^>]*\blang=)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Compiled:
    """`parts` are styles, body style and body when compiled ahead; `text` is the text part if it was too."""

    fields: dict[Field, FieldTemplate]
    parts: tuple[BoundTemplate, ...] | None
    text: BoundTemplate | None

    def unknown(self, known: Known) -> list[Missing]:
        uses = [
            (each, name, index)
            for each in self.fields.values()
            for name, index in each.variables
            if not known.knows(name)
        ]
        return [
            Missing(name, *place(each.source, index), each.field, "unknown")
            for each, name, index in uses[:MOST_PROBLEMS]
        ]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source that can be read: its fields parsed, its Liquid found, and the markup without it."""

    fields: dict[Field, FieldTemplate]
    liquid: list[LiquidPiece]
    mask: str


@remember(512 * 1024)
def prepare(source: TemplateSource, limits: Limits) -> Prepared:
    """Raises RenderError."""
    problems = check_size(source, limits)
    if problems:
        raise RenderError(problems)
    fields, problems = parse_fields(source, limits)
    if problems:
        raise RenderError(problems)
    liquid = find_liquid(source.html_code)
    mask = masked(source.html_code, liquid)
    if source.is_mjml:
        problems = check_mjml(mask, liquid)
        if problems:
            raise RenderError(problems)
    return Prepared(fields, liquid, mask)


@remember(1024 * 1024)
def compile_source(source: TemplateSource, limits: Limits) -> Compiled:
    """Raises RenderError. Remembered: the same template is sent many times."""
    prepared = prepare(source, limits)
    layout = lay_out(source, limits)
    if layout is None:
        return Compiled(prepared.fields, None, None)
    return _compile_ahead(source, limits, prepared.fields, layout)


def read_source(source: TemplateSource, limits: Limits) -> Compiled:
    """For a single rendering, such as the preview of what somebody is typing: nothing is compiled ahead.

    The mail is the same in either order. Only what a capture holds must be compiled before it is captured.
    """
    prepared = prepare(source, limits)
    if any(piece.tag == "capture" for piece in prepared.liquid):
        return compile_source(source, limits)
    return Compiled(prepared.fields, None, None)


def _counts_siblings(source: TemplateSource, liquid: list[LiquidPiece]) -> bool:
    """Whether styles depend on which elements stand beside each other, which conditions and loops decide."""
    return any(piece.tag in BLOCKS for piece in liquid) and _COUNTING.search(source.html_code) is not None


def check_mjml(mask: str, liquid: list[LiquidPiece]) -> list[Problem]:
    outputs = [piece.start for piece in liquid if not piece.tag]

    def holds_value(each: Attribute) -> bool:
        following = bisect_left(outputs, each.value_start)
        return following < len(outputs) and outputs[following] < each.value_end

    return mjml.check(mask, holds_value)


@dataclass(frozen=True, slots=True)
class Layout:
    """A document through with MJML and CSS, in which stand-ins stand for the pieces of Liquid."""

    document: Document
    stand_ins: StandIns
    liquid: list[LiquidPiece]

    def restored(self, number: int, letter: str) -> str:
        """The piece as it was written; an output with the mark of the place that it landed in."""
        piece = self.liquid[number]
        if piece.tag:
            return piece.source
        before, after = piece.trims
        origin = piece.start + piece.source.index(piece.expression)
        return f"{{{{{before} ~{origin}{letter}~ {piece.expression} {after}}}}}"


def lay_out(source: TemplateSource, limits: Limits) -> Layout | None:
    """None where Liquid must run first. Raises RenderError."""
    prepared = prepare(source, limits)
    liquid, places = prepared.liquid, standings(prepared.mask, prepared.liquid)
    if not can_compile_ahead(liquid, places, source.is_mjml) or _counts_siblings(source, liquid):
        return None
    stand_ins = StandIns(source.html_code)
    text, position = [], 0
    for number, piece in enumerate(liquid):
        text.append(source.html_code[position : piece.start])
        # A tag between elements must not become text: inside a table the HTML parser would move it out.
        text.append(
            stand_ins.comment(number) if piece.tag and places[number].kind == "text" else stand_ins.name(number)
        )
        position = piece.end
    document = to_document("".join([*text, source.html_code[position:]]), source, limits)
    whole = "".join((document.styles, document.body_style, document.body))
    # A value in an attribute may be lost in peace: the compiler had no use for it (a default of <mj-attributes>, say).
    needed = {
        number
        for number, (piece, standing) in enumerate(zip(liquid, places, strict=True))
        if piece.tag or standing.kind != "attribute"
    }
    return Layout(document, stand_ins, liquid) if needed.issubset(stand_ins.numbers(whole)) else None


def _compile_ahead(
    source: TemplateSource, limits: Limits, fields: dict[Field, FieldTemplate], layout: Layout
) -> Compiled:
    document, stand_ins, restored = layout.document, layout.stand_ins, layout.restored
    env = environment(limits, source.locale, "text", compiled=True)
    try:
        parts = tuple(
            env.from_string(part)
            for part in (
                stand_ins.replace_all(document.styles, "c", restored),
                stand_ins.replace_all(document.body_style, "c", restored),
                stand_ins.replace(document.body, restored),
            )
        )
    except LIQUID_FAILURES:
        # The compilers moved a tag to where its block is no longer whole.
        return Compiled(fields, None, None)
    return Compiled(fields, parts, _text_ahead(source, limits, document.body, stand_ins, layout.liquid))


def _text_ahead(
    source: TemplateSource, limits: Limits, body: str, stand_ins: StandIns, liquid: list[LiquidPiece]
) -> BoundTemplate | None:
    """The text part as a template, if every tag kept its place on the way through."""
    if source.text_code and source.text_code.strip():
        return None
    visible = stand_ins.pattern.sub(lambda match: stand_ins.name(int(match[1] or match[2])), body)
    text = plain_text.from_html(visible)
    wanted = [number for number in stand_ins.numbers(_without_comments(visible)) if liquid[number].tag]
    if [number for number in stand_ins.numbers(text) if liquid[number].tag] != wanted:
        return None

    def restored(number: int, letter: str) -> str:
        piece = liquid[number]
        return piece.source if piece.tag else f"{{{{ {piece.expression} }}}}"

    try:
        lines = _without_lines_of_tags(text, stand_ins, liquid)
        return environment(limits, source.locale, "plain").from_string(stand_ins.replace_all(lines, "p", restored))
    except LIQUID_FAILURES:
        return None


def _without_lines_of_tags(text: str, stand_ins: StandIns, liquid: list[LiquidPiece]) -> str:
    """Where a line holds nothing but tags, they move to the next one: what they decide brings its own lines."""
    lines: list[str] = []
    tags = ""
    for line in text.split("\n"):
        numbers = stand_ins.numbers(line)
        if numbers and all(liquid[number].tag for number in numbers) and not stand_ins.pattern.sub("", line).strip():
            tags += line.strip()
        else:
            lines.append(tags + line)
            tags = ""
    return "\n".join([*lines, tags] if tags else lines)


def _without_comments(markup: str) -> str:
    return re.sub(r"<!--.*?-->", "", markup, flags=re.DOTALL)


def check_shape(markup: str, limits: Limits, *, is_mjml: bool = False) -> None:
    """Raises RenderError. The parsers are recursive: a few thousand levels end the whole process."""
    shape = measure(markup, html_inside=mjml.HTML_INSIDE if is_mjml else None)
    if shape.depth > limits.element_depth:
        code = "nested_too_deeply"
        message = f"The elements lie more than {limits.element_depth} deep in one another; are some never closed?"
    elif shape.elements > limits.elements or shape.elements * shape.rules > limits.style_matches:
        code, message = "too_complex", "The template has too many elements and styles for an e-mail."
    elif shape.longest_tag > limits.tag_characters:
        code, message = "too_complex", f"A tag is longer than {limits.tag_characters:,} characters."
    else:
        return
    raise RenderError([Problem("error", code, message, 0, 0, "html_code")])


def to_document(markup: str, source: TemplateSource, limits: Limits) -> Document:
    """MJML (if it is) to HTML, styles inlined, taken apart. Raises RenderError."""
    check_shape(markup, limits, is_mjml=source.is_mjml)
    if source.is_mjml:
        markup = from_mjml(markup, source.locale)
    try:
        document = take_apart(_inlined(_LINK_TAG.sub("", markup)))
    except css_inline.InlineError as error:
        raise RenderError(
            [Problem("error", "css_syntax", f"The CSS cannot be read: {error}", 0, 0, "html_code")]
        ) from error
    if "mj-full-width-mobile" in document.body:
        return document
    # MJML writes these for every image, whether or not one asks to be as wide as the phone.
    return replace(document, styles=_FULL_WIDTH.sub("", document.styles))


def from_mjml(markup: str, locale: str) -> str:
    return mjml.to_html(_MJML_ROOT.sub(f'<mjml lang="{_language(locale)}"', markup, count=1))


def _inlined(markup: str) -> str:
    try:
        return _inliner.inline(markup)
    except css_inline.InlineError:
        # It stops at the first style attribute that is not whole; browsers pass over what they cannot read.
        return css.uncarried(_inliner.inline(css.with_whole_styles(markup)))


def _language(locale: str) -> str:
    return locale if re.fullmatch(r"[A-Za-z-]{2,12}", locale) else "en"
