"""What goes into a rendering and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Field = Literal["html_code", "subject", "preheader", "text_code"]
Level = Literal["error", "warning"]
SourceFormat = Literal["html", "mjml", "visual"]

GMAIL_CLIP_BYTES = 102 * 1024
# More would help nobody, and finding the line of each costs time.
MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """A template as its author wrote it. `visual` carries the MJML its editor produced in `html_code`."""

    subject: str
    html_code: str
    preheader: str = ""
    text_code: str | None = None
    source_format: SourceFormat = "html"
    locale: str = "en"

    @property
    def is_mjml(self) -> bool:
        return self.source_format != "html"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell the author; `line` and `column` count from 1, and are 0 where there is no place to point at."""

    level: Level
    code: str
    message: str
    line: int
    column: int
    field: Field


@dataclass(frozen=True, slots=True)
class Missing:
    """A placeholder that cannot be filled: `unknown` to this type of mail, or declared but `missing` from the data."""

    name: str
    line: int
    column: int
    field: Field
    reason: Literal["unknown", "missing"] = "missing"


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    preheader: str
    html: str
    text: str
    missing: tuple[Missing, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The placeholders a type of mail declares.

    `containers` are those of kind list or object: whatever lies below them is accepted. With `any_name` (type
    `custom`) every name is allowed, and only its presence in the data is asked for.
    """

    names: frozenset[str]
    containers: frozenset[str] = frozenset()
    any_name: bool = False

    def knows(self, path: str) -> bool:
        if self.any_name or path in self.names:
            return True
        parts = path.split(".")
        above = (".".join(parts[:length]) for length in range(1, len(parts)))
        return any(name in self.containers for name in above) or any(name.startswith(path + ".") for name in self.names)


ANYTHING = Known(frozenset(), any_name=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one rendering may cost. Sizes are bytes, except `filter_chars` (characters) and `integer_bits`.

    `style_matches` is elements times CSS rules, what inlining costs; `liquid_pieces` counts a field's outputs and tags.
    """

    source_bytes: int = 1024 * 1024
    output_bytes: int = 2 * 1024 * 1024
    namespace_bytes: int = 1024 * 1024
    loop_turns: int = 10_000
    block_nesting: int = 30
    context_depth: int = 30
    element_depth: int = 200
    elements: int = 20_000
    tag_characters: int = 8_000
    style_matches: int = 5_000_000
    liquid_pieces: int = 5_000
    filter_chars: int = 256 * 1024
    list_items: int = 10_000
    integer_bits: int = 4096
    seconds: float = 2.0


class RenderError(Exception):
    """The template cannot be rendered; `problems` say where and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class RenderRefused(RenderError):
    """A strict rendering met placeholders it cannot fill, listed in `missing`."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__([_as_problem(entry) for entry in missing])
        self.missing = missing


def _as_problem(entry: Missing) -> Problem:
    if entry.reason == "unknown":
        message = f"“{entry.name}” is not a placeholder of this type of e-mail."
        code = "unknown_placeholder"
    else:
        message = f"No value was given for “{entry.name}”."
        code = "missing_value"
    return Problem("error", code, message, entry.line, entry.column, entry.field)


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character index."""
    index = max(0, min(index, len(text)))
    line = text.count("\n", 0, index) + 1
    return line, index - (text.rfind("\n", 0, index) + 1) + 1
