"""All checks of one template, in the order of its fields and lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from frontdesk.mail.rendering import compiling, parsing
from frontdesk.mail.rendering.checks import contrast, css_support, links, sizes, structure, wording
from frontdesk.mail.rendering.checks.reading import Reading
from frontdesk.mail.rendering.model import (
    ANYTHING,
    MOST_PROBLEMS,
    Field,
    Known,
    Limits,
    Problem,
    Rendered,
    RenderError,
    TemplateSource,
    place,
)
from frontdesk.mail.rendering.parsing import FieldTemplate

DEFAULT_LIMITS = Limits()
_ORDER = ("subject", "preheader", "html_code", "text_code")
_UNSUBSCRIBE = re.compile(r"\bunsubscribe_url\b")


def check(
    source: TemplateSource,
    known: Known = ANYTHING,
    *,
    category: str = "transactional",
    limits: Limits | None = None,
    data: Mapping[str, object] | None = None,
    rendered: Rendered | None = None,
    image_sizes: Mapping[str, int] | None = None,
    own_start: str = "",
) -> list[Problem]:
    """Every problem found, in the order of the fields and lines. Never raises for what an author wrote.

    `data` and the mail `rendered` from it let more be known (a colour from the data, the true size). `image_sizes` are
    bytes by address. What begins with `own_start` may be used although it is private: images of a machine at home.
    """
    limits = limits or DEFAULT_LIMITS
    problems = parsing.check_size(source, limits)
    if problems:
        return problems
    fields, found = parsing.parse_fields(source, limits)
    problems = list(found)
    liquid_is_fine = not problems
    if any(problem.code == "too_complex" for problem in problems):
        return problems
    problems += _unknown(fields, known)
    reading = Reading(source, data)
    problems += _of_markup(reading, image_sizes or {}, own_start)
    if liquid_is_fine:
        problems += wording.find(reading, rendered)
        problems += _of_size(source, limits, rendered)
    if category == "marketing" and not any(_gives_unsubscribe(each.tag, each.expression) for each in reading.liquid):
        message = "Marketing mail needs a link to {{ unsubscribe_url }}: the law asks for it, and so do mail programs."
        problems.append(Problem("error", "missing_unsubscribe", message, 0, 0, "html_code"))
    return sorted(dict.fromkeys(problems), key=lambda each: (_ORDER.index(each.field), each.line, each.column))


def _gives_unsubscribe(tag: str, expression: str) -> bool:
    return tag in ("", "assign") and _UNSUBSCRIBE.search(expression) is not None


def _unknown(fields: Mapping[Field, FieldTemplate], known: Known) -> Iterator[Problem]:
    for each in fields.values():
        unknown = [(name, index) for name, index in each.variables if not known.knows(name)]
        for name, index in unknown[:MOST_PROBLEMS]:
            message = f"“{name}” is not a placeholder of this type of e-mail."
            yield Problem("error", "unknown_placeholder", message, *place(each.source, index), each.field)


def _of_markup(reading: Reading, image_sizes: Mapping[str, int], own_start: str) -> list[Problem]:
    finders: tuple[Iterable[Problem], ...] = (
        structure.find(reading),
        links.find(reading, own_start),
        css_support.find(reading),
        contrast.find(reading),
        sizes.find_heavy_images(reading, image_sizes),
    )
    return [problem for found in finders for problem in islice(found, MOST_PROBLEMS)]


def _of_size(source: TemplateSource, limits: Limits, rendered: Rendered | None) -> list[Problem]:
    if rendered is not None:
        return [*sizes.find_clipped(len(rendered.html.encode()))]
    try:
        compiled = compiling.compile_source(source, limits)
    except RenderError as error:
        return error.problems
    parts = compiled.parts
    return [*sizes.find_clipped(sum(len(str(part).encode()) for part in parts) if parts else len(source.html_code))]
