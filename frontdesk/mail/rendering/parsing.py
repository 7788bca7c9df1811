"""Reads the Liquid of each field, and says where it is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace

from liquid.exceptions import LiquidError, ResourceLimitError, UnknownFilterError
from liquid.static_analysis import TemplateAnalysis
from liquid.template import BoundTemplate

from frontdesk.mail.rendering.liquid_env import MailEnvironment, environment
from frontdesk.mail.rendering.model import MOST_PROBLEMS, Field, Limits, Problem, TemplateSource, place
from frontdesk.mail.rendering.pieces import BLOCKS, LiquidPiece, find_liquid, find_unended
from frontdesk.mail.rendering.remembering import remember
from frontdesk.mail.rendering.values import Place
from frontdesk.mail.rendering.wrong_values import CODE, find_words

# What Liquid's own filters and tags can raise on odd values, besides its own errors.
LIQUID_FAILURES = (LiquidError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class FieldTemplate:
    """One field of the template, parsed; `source` gives positions."""

    field: Field
    source: str
    template: BoundTemplate
    variables: tuple[tuple[str, int], ...]


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


@remember(512 * 1024)
def parse_fields(source: TemplateSource, limits: Limits) -> tuple[dict[Field, FieldTemplate], list[Problem]]:
    """Remembered, since what renders and what checks both ask: leave both parts as they are."""
    parsed: dict[Field, FieldTemplate] = {}
    problems: list[Problem] = []
    for field, text in _texts(source).items():
        where: Place = "text" if field == "html_code" else "plain"
        unended = find_unended(text)
        if unended is not None:
            message = f"“{text[unended : unended + 2]}” is never closed."
            problems.append(Problem("error", "liquid_syntax", message, *place(text, unended), field))
            continue
        if text.count("{{") + text.count("{%") > limits.liquid_pieces:
            message = f"The template has more than {limits.liquid_pieces:,} placeholders and tags."
            problems.append(Problem("error", "too_complex", message, 0, 0, field))
            continue
        env = environment(limits, source.locale, where)
        try:
            template = env.from_string(text)
            analysis = template.analyze(include_partials=False)
            parsed[field] = FieldTemplate(field, text, template, _variables(analysis))
        except LIQUID_FAILURES as error:
            problems.append(_placed(liquid_problem(error, field, text), text, env))
            continue
        for name, spans in analysis.filters.items():
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


def _variables(analysis: TemplateAnalysis) -> tuple[tuple[str, int], ...]:
    """Names the template takes from the data, with the index of each use; loop variables and assigned ones are not."""
    found = []
    for uses in analysis.globals.values():
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
    if words := find_words(error, text):
        return Problem("error", CODE, words, line, column, field)
    message = str(error.message) if isinstance(error, LiquidError) else "The template meets data it cannot work with."
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
