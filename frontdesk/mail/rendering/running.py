"""What one rendering keeps beside Liquid's own state, and the context that carries it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from liquid import RenderContext
from liquid.exceptions import ResourceLimitError
from liquid.template import BoundTemplate

from frontdesk.mail.rendering.model import Limits

_CLOCK_STEP = 64
_NONE: list[str] = []


@dataclass(frozen=True, slots=True)
class Branching:
    """A block of which every branch is to be shown: what to write before each of them."""

    labels: tuple[str, ...]


class Run:
    """`hold` names the stand-in of a value by its number; `branchings` are the blocks to show whole, by the index of
    their tag's name in the source."""

    def __init__(
        self,
        limits: Limits,
        clock: Callable[[], float],
        hold: Callable[[int], str] | None = None,
        branchings: Mapping[int, Branching] | None = None,
    ) -> None:
        self.clock = clock
        self.seconds = limits.seconds
        self.ends_at = clock() + limits.seconds
        self.steps = 0
        self.capturing = 0
        self.missing: dict[tuple[str, int], None] = {}
        self.hold = hold
        self.held: list[object] = []
        self.branchings = branchings or {}
        self.aside = 0

    def check_time(self) -> None:
        if self.clock() > self.ends_at:
            raise ResourceLimitError(f"the template took longer than {self.seconds:g} seconds", token=None)

    def miss(self, name: str, origin: int) -> None:
        """What the data does not take, it need not fill."""
        if not self.aside:
            self.missing[(name, origin)] = None


class MailContext(RenderContext):
    __slots__ = ("run",)

    def __init__(self, template: BoundTemplate, *, run: Run, data: Mapping[str, object]) -> None:
        self.run = run
        super().__init__(template, globals=data)

    # Liquid asks for this before every node: the one place that a template cannot go around.
    @property
    def disabled_tags(self) -> list[str]:
        run = self.run
        run.steps += 1
        if run.steps % _CLOCK_STEP == 0:
            run.check_time()
        return _NONE

    @disabled_tags.setter
    def disabled_tags(self, value: list[str]) -> None:
        """No tag is ever switched off: those that Liquid would disable are not registered."""

    @contextmanager
    def apart(self) -> Iterator[None]:
        """For a branch that the data does not take: what it assigns and misses is forgotten."""
        kept = dict(self.locals)
        self.run.aside += 1
        try:
            yield
        finally:
            self.run.aside -= 1
            self.locals.clear()
            self.locals.update(kept)


def mail_context(context: RenderContext) -> MailContext:
    return cast(MailContext, context)


def run_of(context: RenderContext) -> Run:
    return mail_context(context).run
