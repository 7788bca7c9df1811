"""What an import gives, and the log of what it changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from frontdesk.mail.rendering.model import Level, Problem, SourceFormat

# What stands where something could not be converted. No data holds it, so a preview marks it and no mail goes out.
UNSUPPORTED = "unsupported"
MOST_ENTRIES = 200

Locale = Literal["en", "es"]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was removed or rewritten. `line` and `column` are of the first of `count` places in the source."""

    code: str
    message: str
    line: int
    column: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class InlineImage:
    """A picture that came inside the source or beside it; `marker` is what stands for its address in `html_code`."""

    marker: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Imported:
    """A template as we keep them. `type`, `category` and `locale` are guesses; None where nothing speaks for one."""

    name: str
    source_format: SourceFormat
    html_code: str
    subject: str = ""
    preheader: str = ""
    text_code: str = ""
    type: str | None = None
    category: str | None = None
    locale: Locale | None = None
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    images: tuple[InlineImage, ...] = ()

    def with_images(self, addresses: dict[str, str]) -> Imported:
        """The same with each marker of `addresses` replaced by the address where the picture lies now."""
        code = self.html_code
        # The longest first: image-1 is the beginning of image-10.
        for marker in sorted(addresses, key=len, reverse=True):
            code = code.replace(marker, addresses[marker])
        left = tuple(image for image in self.images if image.marker not in addresses)
        problems = tuple(each for each in self.problems if each.code != "inline_image") if not left else self.problems
        return replace(self, html_code=code, images=left, problems=problems)


@dataclass(slots=True)
class Log:
    """Gathers changes and problems; the same words are kept once, with their number."""

    _changes: dict[tuple[str, str], Change] = field(default_factory=dict)
    _problems: dict[tuple[str, str, int], Problem] = field(default_factory=dict)

    def change(self, code: str, message: str, place: tuple[int, int] = (0, 0)) -> None:
        key = (code, message)
        known = self._changes.get(key)
        if known is not None:
            self._changes[key] = replace(known, count=known.count + 1)
        elif len(self._changes) < MOST_ENTRIES:
            self._changes[key] = Change(code, message, *place)

    def problem(self, code: str, message: str, place: tuple[int, int] = (0, 0), level: Level = "error") -> None:
        key = (code, message, place[0])
        if len(self._problems) < MOST_ENTRIES:
            self._problems.setdefault(key, Problem(level, code, message, *place, "html_code"))

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(sorted(self._changes.values(), key=lambda each: (each.line, each.column)))

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(sorted(self._problems.values(), key=lambda each: (each.line, each.column)))
