"""Renders a template with one recipient's data."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice

from liquid import Markup
from liquid.exceptions import LiquidError
from liquid.template import BoundTemplate

from frontdesk.mail.rendering import plain_text
from frontdesk.mail.rendering.branches import Branches, of_markup, of_text
from frontdesk.mail.rendering.checks import check
from frontdesk.mail.rendering.compiling import Compiled, check_shape, compile_source, read_source, to_document
from frontdesk.mail.rendering.framing import frame_of
from frontdesk.mail.rendering.liquid_env import PLACE_LETTERS, run_templates
from frontdesk.mail.rendering.model import (
    ANYTHING,
    MOST_PROBLEMS,
    Field,
    Known,
    Limits,
    Missing,
    Problem,
    Rendered,
    RenderError,
    RenderRefused,
    TemplateSource,
    place,
)
from frontdesk.mail.rendering.parsing import LIQUID_FAILURES, liquid_problem
from frontdesk.mail.rendering.pieces import StandIns, find_liquid, masked, standings
from frontdesk.mail.rendering.running import Run
from frontdesk.mail.rendering.sanitising import Document, clean_body, put_together
from frontdesk.mail.rendering.values import header_text, plain_data, with_brand, written

Data = Mapping[str, object]
DEFAULT_LIMITS = Limits()


def render(
    source: TemplateSource,
    data: Data,
    *,
    strict: bool,
    known: Known = ANYTHING,
    limits: Limits = DEFAULT_LIMITS,
    branches: Branches = "data",
    clock: Callable[[], float] = time.monotonic,
) -> Rendered:
    """The finished mail. Raises RenderError, and RenderRefused when `strict` and a placeholder cannot be filled.

    Not strict, what is missing is listed and shows as ⟦name⟧: for previews only, as are `branches`: with "all" every
    branch of a condition is there, under a label where one can stand. `clock` only bounds the time a hostile template
    may take; it never reaches the output.
    """
    return _render(source, compile_source(source, limits), data, strict, known, limits, branches, clock)


def _render(
    source: TemplateSource,
    compiled: Compiled,
    data: Data,
    strict: bool,
    known: Known,
    limits: Limits,
    branches: Branches,
    clock: Callable[[], float],
) -> Rendered:
    missing = compiled.unknown(known)
    run = _Rendering(source, compiled, _prepared(data), limits, clock, branches)
    rendered = run.render()
    told = {(each.name, each.field) for each in missing}
    missing += [each for each in run.missing if (each.name, each.field) not in told]
    if strict and missing:
        raise RenderRefused(missing)
    return Rendered(*rendered, missing=tuple(missing))


def preview(
    source: TemplateSource,
    data: Data,
    *,
    known: Known = ANYTHING,
    limits: Limits = DEFAULT_LIMITS,
    branches: Branches = "data",
    category: str = "transactional",
    image_sizes: Mapping[str, int] | None = None,
    own_start: str = "",
) -> Rendered:
    """As `render` without `strict`, with the author's problems listed too."""
    compiled = read_source(source, limits)
    rendered = _render(source, compiled, data, False, known, limits, branches, time.monotonic)
    problems = check(
        source,
        known,
        category=category,
        limits=limits,
        data=_prepared(data),
        rendered=rendered if branches == "data" else None,
        image_sizes=image_sizes,
        own_start=own_start,
    )
    return replace(rendered, problems=tuple(problems))


def _prepared(data: Data) -> dict[str, object]:
    try:
        plain = {str(name): plain_data(value) for name, value in data.items()}
    except ValueError as error:
        message = f"The data cannot be used: {error}."
        raise RenderError([Problem("error", "bad_data", message, 0, 0, "html_code")]) from error
    return with_brand(plain)


class _Rendering:
    """One recipient's rendering: keeps what is missing, by field."""

    def __init__(
        self,
        source: TemplateSource,
        compiled: Compiled,
        data: dict[str, object],
        limits: Limits,
        clock: Callable[[], float],
        branches: Branches = "data",
    ) -> None:
        self.source = source
        self.compiled = compiled
        self.data = data
        self.limits = limits
        self.clock = clock
        self.branches = branches
        self.missing: list[Missing] = []

    def render(self) -> tuple[str, str, str, str]:
        subject = header_text(self._field("subject"))
        preheader = header_text(self._field("preheader"))
        parts = self.compiled.parts
        if parts and self.branches == "data":
            document, text = self._ahead(parts), None
        else:
            document, text = self._liquid_first()
        frame = frame_of(self.source.html_code, is_mjml=self.source.is_mjml)
        html = put_together(document, locale=self.source.locale, title=subject, preheader=preheader, frame=frame)
        return subject, preheader, html, self._text(document, text)

    def _run(self, field: Field, templates: list[BoundTemplate], run: Run) -> list[str]:
        text = self.compiled.fields[field].source
        try:
            parts = run_templates(templates, run, self.data)
        except LIQUID_FAILURES as error:
            raise RenderError([self._problem(error, field, templates, text)]) from error
        for name, origin in islice(run.missing, MOST_PROBLEMS):
            self.missing.append(Missing(name, *place(text, origin), field))
        return parts

    def _problem(self, error: Exception, field: Field, templates: list[BoundTemplate], text: str) -> Problem:
        """Errors in compiled parts point into them; running the source itself finds the author's line."""
        own = self.compiled.fields[field].template
        if templates == [own] or not isinstance(error, LiquidError):
            return liquid_problem(error, field, text)
        try:
            run_templates([own], self._new_run(), self.data)
        except LIQUID_FAILURES as same:
            return liquid_problem(same, field, text)
        return liquid_problem(type(error)(error.message, token=None), field, text)

    def _new_run(self) -> Run:
        return Run(self.limits, self.clock)

    def _field(self, field: Field) -> str:
        if not self.compiled.fields[field].source:
            return ""
        run = self._new_run()
        if self.branches == "all":
            run.branchings = of_text(find_liquid(self.compiled.fields[field].source))
        return self._run(field, [self.compiled.fields[field].template], run)[0]

    def _ahead(self, parts: tuple[BoundTemplate, ...]) -> Document:
        return Document(*self._run("html_code", list(parts), self._new_run()))

    def _liquid_first(self) -> tuple[Document, str]:
        """The document and the text made of it."""
        stand_ins = StandIns(self.source.html_code)
        run = Run(self.limits, self.clock, hold=stand_ins.name)
        if self.branches == "all":
            liquid = find_liquid(self.source.html_code)
            run.branchings = of_markup(liquid, standings(masked(self.source.html_code, liquid), liquid))
        (markup,) = self._run("html_code", [self.compiled.fields["html_code"].template], run)
        document = to_document(markup, self.source, self.limits)

        def value(number: int, letter: str) -> str:
            return written(run.held[number], PLACE_LETTERS[letter]) if number < len(run.held) else ""

        finished = Document(
            stand_ins.replace_all(document.styles, "c", value),
            stand_ins.replace_all(document.body_style, "c", value),
            stand_ins.replace(document.body, value),
        )
        if sum(map(len, (finished.styles, finished.body))) > self.limits.output_bytes:
            message = "The e-mail became larger than the limit allows."
            raise RenderError([Problem("error", "liquid_limit", message, 0, 0, "html_code")])
        if any(isinstance(each, Markup) and "<" in each for each in run.held):
            check_shape(finished.body, self.limits)
        if "text_code" in self.compiled.fields:
            return finished, ""
        return finished, stand_ins.replace_all(plain_text.from_html(document.body), "p", value)

    def _text(self, document: Document, text: str | None) -> str:
        if "text_code" in self.compiled.fields:
            return plain_text.tidy(self._field("text_code"))
        if text is None and self.compiled.text is not None:
            # What is missing here was already told for the HTML it comes from.
            text = run_templates([self.compiled.text], self._new_run(), self.data)[0]
        if text is not None:
            return plain_text.tidy(plain_text.without_unsafe_addresses(text))
        return plain_text.from_html(clean_body(document.body))
