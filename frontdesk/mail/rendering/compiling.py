"""Compiles a template once, so that each recipient costs only Liquid and the sanitiser.

The pieces of Liquid are replaced by stand-ins, the markup goes through MJML and the CSS inliner, and the
pieces are put back, each output with the kind of place it landed in. Where Liquid decides the layout
itself (columns, half a tag), the order is the other one: Liquid first, per recipient, with stand-ins for the
values. So a value never passes through the compilers in either order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import css_inline
from liquid.exceptions import LiquidError, ResourceLimitError, UnknownFilterError
from liquid.template import BoundTemplate

from frontdesk.mail.rendering import mjml, plain_text
from frontdesk.mail.rendering.liquid_env import MailEnvironment, environment
from frontdesk.mail.rendering.markup import depth
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
from frontdesk.mail.rendering.pieces import (
    BLOCKS,
    LiquidPiece,
    Standing,
    StandIns,
    can_compile_ahead,
    find_liquid,
    find_unended,
    masked,
    standings,
)
from frontdesk.mail.rendering.sanitising import Document, take_apart
from frontdesk.mail.rendering.values import Place

# What Liquid's own filters and tags can raise on odd values, besides its own errors.
LIQUID_FAILURES = (LiquidError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError)

_inliner = css_inline.CSSInliner(keep_style_tags=True, keep_at_rules=True, load_remote_stylesheets=False)
_LINK_TAG = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_MJML_ROOT = re.compile(r"<mjml\b(?![^>]*\blang=)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FieldTemplate:
    """One field of the template, parsed; `source` gives positions."""

    field: Field
    source: str
    template: BoundTemplate
    variables: tuple[tuple[str, int], ...]


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


def check_size(source: TemplateSource, limits: Limits) -> list[Problem]:
    problems = []
    for field, text in _texts(source).items():
        size = len(text.encode("utf-8", "replace"))
        if size > limits.source_bytes:
            allowed = f"{limits.source_bytes / 1024 / 1024:g} MB"
            message = f"The template is {size // 1024:,} kB; the limit is {allowed}."
            problems.append(Problem("error", "too_large", message, 0, 0, field))
    return problems


def _texts(source: TemplateSource) -> dict[Field, str]:
    texts: dict[Field, str] = {
        "subject": source.subject,
        "preheader": source.preheader,
        "html_code": source.html_code,
    }
    if source.text_code and source.text_code.strip():
        texts["text_code"] = source.text_code
    return texts


def parse_fields(source: TemplateSource, limits: Limits) -> tuple[dict[Field, FieldTemplate], list[Problem]]:
    parsed: dict[Field, FieldTemplate] = {}
    problems: list[Problem] = []
    for field, text in _texts(source).items():
        where: Place = "text" if field == "html_code" else "plain"
        unended = find_unended(text)
        if unended is not None:
            message = f"“{text[unended : unended + 2]}” is never closed."
            problems.append(Problem("error", "liquid_syntax", message, *place(text, unended), field))
            continue
        env = environment(limits, source.locale, where)
        try:
            template = env.from_string(text)
            parsed[field] = FieldTemplate(field, text, template, _variables(template))
        except LIQUID_FAILURES as error:
            problems.append(_placed(liquid_problem(error, field, text), text, env))
            continue
        for name, spans in template.analyze(include_partials=False).filters.items():
            if name not in env.filters:
                message = f"There is no filter “{name}”."
                problems += [
                    Problem("error", "unknown_filter", message, *place(text, span.index), field)
                    for span in spans[:MOST_PROBLEMS]
                ]
    return parsed, problems


def _placed(problem: Problem, text: str, env: MailEnvironment) -> Problem:
    """Where Liquid names no place (it found the end too early), the block left open or the piece that fails alone."""
    if problem.line:
        return problem
    opened: list[LiquidPiece] = []
    for piece in find_liquid(text):
        if piece.tag in BLOCKS:
            opened.append(piece)
        elif piece.tag.startswith("end") and opened:
            opened.pop()
        elif _fails_alone(piece, env):
            return _at(problem, text, piece.start)
    return _at(problem, text, opened[-1].start) if opened else problem


def _at(problem: Problem, text: str, index: int) -> Problem:
    line, column = place(text, index)
    return replace(problem, line=line, column=column)


def _fails_alone(piece: LiquidPiece, env: MailEnvironment) -> bool:
    if piece.tag not in ("", "assign"):
        return False
    try:
        env.from_string(piece.source)
    except LIQUID_FAILURES:
        return True
    return False


def _variables(template: BoundTemplate) -> tuple[tuple[str, int], ...]:
    """Names the template takes from the data, with the index of each use; loop variables and assigned ones are not."""
    found = []
    for uses in template.analyze(include_partials=False).globals.values():
        for use in uses:
            names: list[str] = []
            for segment in use.segments:
                if not isinstance(segment, str):
                    break
                names.append(segment)
            if len(names) > 1 and names[-1] in ("size", "first", "last"):
                names.pop()
            if names and names[0] != "forloop":
                found.append((".".join(names), use.span.index))
    return tuple(sorted(found, key=lambda use: use[1]))


def liquid_problem(error: Exception, field: Field, text: str) -> Problem:
    token = error.token if isinstance(error, LiquidError) else None
    line, column = place(text, token.start_index) if token is not None and token.start_index >= 0 else (0, 0)
    message = str(error.message) if isinstance(error, LiquidError) else f"Liquid cannot evaluate this: {error}"
    code = "liquid_syntax"
    if isinstance(error, ResourceLimitError):
        code = "liquid_limit"
    elif isinstance(error, UnknownFilterError):
        code = "unknown_filter"
    elif "unexpected tag" in message or "unknown tag" in message:
        code = "unknown_tag"
    elif isinstance(error, RecursionError):
        code, message = "liquid_limit", "The template is nested too deeply."
    return Problem("error", code, message[:1].upper() + message[1:], line, column, field)


@lru_cache(maxsize=256)
def compile_source(source: TemplateSource, limits: Limits) -> Compiled:
    """Raises RenderError. Cached: the same template is sent many times."""
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
    places = standings(mask, liquid)
    if not can_compile_ahead(liquid, places, source.is_mjml):
        return Compiled(fields, None, None)
    return _compile_ahead(source, limits, fields, liquid, places)


def check_mjml(mask: str, liquid: list[LiquidPiece]) -> list[Problem]:
    outputs = [piece.start for piece in liquid if not piece.tag]
    return mjml.check(mask, lambda each: any(each.value_start <= start < each.value_end for start in outputs))


def _compile_ahead(
    source: TemplateSource,
    limits: Limits,
    fields: dict[Field, FieldTemplate],
    liquid: list[LiquidPiece],
    places: list[Standing],
) -> Compiled:
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
    if not needed.issubset(stand_ins.numbers(whole)):
        return Compiled(fields, None, None)

    def restored(number: int, letter: str) -> str:
        piece = liquid[number]
        if piece.tag:
            return piece.source
        before, after = piece.trims
        origin = piece.start + piece.source.index(piece.expression)
        return f"{{{{{before} ~{origin}{letter}~ {piece.expression} {after}}}}}"

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
    return Compiled(fields, parts, _text_ahead(source, limits, document.body, stand_ins, liquid))


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
        return environment(limits, source.locale, "plain").from_string(stand_ins.replace_all(text, "p", restored))
    except LIQUID_FAILURES:
        return None


def _without_comments(markup: str) -> str:
    return re.sub(r"<!--.*?-->", "", markup, flags=re.DOTALL)


def check_depth(markup: str, limits: Limits) -> None:
    """Raises RenderError. The parsers are recursive: a few thousand levels end the whole process."""
    if depth(markup) > limits.element_depth:
        message = f"The elements lie more than {limits.element_depth} deep in one another; are some never closed?"
        raise RenderError([Problem("error", "nested_too_deeply", message, 0, 0, "html_code")])


def to_document(markup: str, source: TemplateSource, limits: Limits) -> Document:
    """MJML (if it is) to HTML, styles inlined, taken apart. Raises RenderError."""
    check_depth(markup, limits)
    if source.is_mjml:
        markup = mjml.to_html(_MJML_ROOT.sub(f'<mjml lang="{_language(source.locale)}"', markup, count=1))
    try:
        return take_apart(_inliner.inline(_LINK_TAG.sub("", markup)))
    except css_inline.InlineError as error:
        raise RenderError(
            [Problem("error", "css_syntax", f"The CSS cannot be read: {error}", 0, 0, "html_code")]
        ) from error


def _language(locale: str) -> str:
    return locale if re.fullmatch(r"[A-Za-z-]{2,12}", locale) else "en"
