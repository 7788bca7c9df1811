"""What one rendering keeps beside Liquid's own state, and the context that carries it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import TextIO, cast

from liquid import RenderContext, Token
from liquid.exceptions import OutputStreamLimitError, ResourceLimitError
from liquid.output import LimitedStringIO
from liquid.template import BoundTemplate
from liquid.undefined import UNDEFINED

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

    def step(self) -> None:
        """Called for every node that costs something; reading the clock each time would cost more than most nodes."""
        self.steps += 1
        if self.steps % _CLOCK_STEP == 0:
            self.check_time()

    def check_time(self) -> None:
        if self.clock() > self.ends_at:
            raise ResourceLimitError(f"the template took longer than {self.seconds:g} seconds", token=None)

    def miss(self, name: str, origin: int) -> None:
        """What the data does not take, it need not fill."""
        if not self.aside:
            self.missing[(name, origin)] = None


class _Buffer(LimitedStringIO):
    """Counts bytes as Liquid's own does, but makes none to count: nearly all text is ASCII."""

    def write(self, text: str) -> int:
        self.size += len(text) if text.isascii() else len(text.encode())
        if self.size > self.limit:
            raise OutputStreamLimitError("output stream limit reached", token=None)
        return StringIO.write(self, text)


class MailContext(RenderContext):
    __slots__ = ("run",)

    def __init__(self, template: BoundTemplate, *, run: Run, data: Mapping[str, object]) -> None:
        self.run = run
        super().__init__(template, globals=data)

    # Liquid asks for this before every node: the one place that a template cannot go around. Nodes of ours that
    # render themselves without asking call `step`, or hold nothing but text.
    @property
    def disabled_tags(self) -> list[str]:
        self.run.step()
        return _NONE

    @disabled_tags.setter
    def disabled_tags(self, value: list[str]) -> None:
        """No tag is ever switched off: those that Liquid would disable are not registered."""

    def get(self, path: list[object], *, token: Token | None, default: object = UNDEFINED) -> object:
        """Names in plain mappings, which most paths are, are looked up at once; Liquid's own way does the rest."""
        try:
            value: object = self.scope[path[0]]  # type: ignore[index]  # what is no text is not found
            for segment in path[1:]:
                if type(value) is not dict:
                    return super().get(path, token=token, default=default)
                value = value[segment]
        except (KeyError, TypeError, IndexError):
            return super().get(path, token=token, default=default)
        return value

    def get_buffer(self, buf: TextIO | None = None) -> StringIO:
        limit = self.env.output_stream_limit
        if limit is None:
            return StringIO()
        return _Buffer(limit=limit - (buf.size if isinstance(buf, LimitedStringIO) else 0))

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
    return cast(MailContext, context).run
