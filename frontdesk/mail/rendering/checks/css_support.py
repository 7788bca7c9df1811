"""CSS that mail programs drop.

The table is our own, from the programs' behaviour: Outlook stands for Outlook on Windows (which draws mail with
Word) and Gmail for its web and phone apps. Left out is what merely looks plainer where it is dropped, such as rounded
corners, and what adds to a mail on purpose for the programs that know it (media queries, `:hover`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from frontdesk.mail.rendering import css
from frontdesk.mail.rendering.checks.reading import MASK, Reading
from frontdesk.mail.rendering.model import MOST_PROBLEMS, Problem

_ALL = "all mail programs"
_BOTH = "Outlook and Gmail"
_OUTLOOK = "Outlook"
_APPLE = "Outlook, Gmail and Apple Mail"

# (pattern of property and value, name to show, who drops it, what to do instead)
_RULES: tuple[tuple[str, str, str, str], ...] = (
    (r"position\s*:\s*(?:fixed|sticky)", "position: fixed", _APPLE, "let it stand in the flow"),
    (r"position\s*:\s*(?:absolute|relative)", "position", _BOTH, "place it with tables or padding"),
    (r"display\s*:\s*(?:inline-)?flex", "display: flex", _OUTLOOK, "use columns or a table"),
    (r"display\s*:\s*(?:inline-)?grid", "display: grid", _BOTH, "use columns or a table"),
    (r"(?:flex(?:-\w+)?|align-items|justify-content|(?:row-|column-)?gap)\s*:", "flex properties", _BOTH,
     "use a table"),
    (r"grid-[\w-]+\s*:", "grid properties", _BOTH, "use a table"),
    (r"float\s*:\s*(?:left|right)", "float", _OUTLOOK, "use align on a table or an image"),
    (r"var\s*\(\s*--|(?<![\w-])--[\w-]+\s*:", "CSS variables", _BOTH, "write the values out"),
    (r"calc\s*\(", "calc()", _OUTLOOK, "write the length out"),
    (r"(?:linear|radial|conic)-gradient\s*\(", "gradients", _OUTLOOK, "set a background-color as well"),
    (r"background(?:-image)?\s*:[^;{}]*url\s*\(\s*['\"]?https:", "background images", _OUTLOOK,
     "set a background-color as well"),
    (r"box-shadow\s*:\s*(?!none)", "box-shadow", _OUTLOOK, "use a border"),
    (r"text-shadow\s*:\s*(?!none)", "text-shadow", _OUTLOOK, "do without"),
    (r"(?<![\w-])opacity\s*:\s*(?:0?\.\d|0\s*[1-9])", "opacity", _OUTLOOK, "mix the colour yourself"),
    (r"rgba\s*\(|hsla?\s*\(", "rgba() and hsl() colours", _OUTLOOK, "write the colour as #rrggbb"),
    (r"(?<![\w-])transform\s*:\s*(?!none)", "transform", _BOTH, "put it into the image"),
    (r"(?<![\w-])(?:animation|transition)(?:-\w+)?\s*:|@keyframes", "animations", _BOTH, "use an animated GIF"),
    (r"object-fit\s*:", "object-fit", _BOTH, "crop the image"),
    (r"clip-path\s*:|mask(?:-image)?\s*:", "clip-path and mask", _BOTH, "put it into the image"),
    (r"(?<![\w-])(?:backdrop-)?filter\s*:\s*(?!none)", "filter", _BOTH, "put it into the image"),
    (r"mix-blend-mode\s*:", "mix-blend-mode", _BOTH, "put it into the image"),
    (r"margin(?:-\w+)?\s*:[^;{}]*(?<![\w.])-\d", "negative margins", _BOTH, "use less padding"),
    (r"@font-face", "@font-face", _BOTH, "name fonts that every machine has"),
    (r"@import", "@import", _ALL, "put the rules into the style element"),
    (r"expression\s*\(|behavior\s*:|-moz-binding", "scripts in CSS", _ALL, "do without"),
    (r"url\s*\(\s*['\"]?(?!https:|['\"]?\x1a|\s|['\"])", "addresses that are not https", _ALL,
     "upload the image and use its https address"),
)  # fmt: skip
_ANY = re.compile("|".join(f"(?P<r{number}>{rule[0]})" for number, rule in enumerate(_RULES)), re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
GMAIL_SHEET_CHARACTERS = 16 * 1024


def find(reading: Reading) -> Iterator[Problem]:
    """One problem for each kind, at its first place."""
    found: dict[int, tuple[int, int]] = {}
    broken: list[tuple[str, int]] = []
    for piece in reading.sheets:
        sheet = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), reading.mask[piece.start : piece.end])
        _collect(sheet, piece.start, found)
    for element in reading.elements:
        attribute = element.attributes.get("style")
        if attribute is not None and attribute.value:
            # Escapes make the text shorter: then the attribute is the place.
            shown = html.unescape(attribute.value)
            start = attribute.value_start if len(shown) == len(attribute.value) else None
            _collect(shown, start, found, otherwise=attribute.start)
            broken += [
                (part[0].strip(), attribute.start if start is None else start + part.start())
                for part in css.broken_parts(shown)
                if MASK not in part[0]
            ]
    for written, index in broken[:MOST_PROBLEMS]:
        message = f"“{written[:60]}” is no declaration of CSS and is left out. Write it like “color: red”."
        yield reading.problem("warning", "css_syntax", message, index)
    for number, (first, count) in found.items():
        _, name, who, instead = _RULES[number]
        often = f" ({count} times)" if count > 1 else ""
        yield reading.problem("warning", "unsupported_css", f"{_sentence(name, who)}{often}: {instead}.", first)
    size = sum(piece.end - piece.start for piece in reading.sheets)
    if size > GMAIL_SHEET_CHARACTERS:
        message = f"The style sheets have {size // 1024} kB; Gmail ignores them all beyond 16 kB."
        yield reading.problem("warning", "style_sheet_too_long", message, reading.sheets[0].start)


def _sentence(name: str, who: str) -> str:
    verb = "drops" if who in (_OUTLOOK,) else "drop"
    return f"“{name}”: {who} {verb} it"


def _collect(sheet: str, start: int | None, found: dict[int, tuple[int, int]], otherwise: int = 0) -> None:
    for match in _ANY.finditer(sheet):
        number = int((match.lastgroup or "r0")[1:])
        first, count = found.get(number, (otherwise if start is None else start + match.start(), 0))
        found[number] = first, count + 1
