"""Text that is hard to read on its background (WCAG 2.2, 1.4.3), with the colours as readers see them.

Colours come from the element and its ancestors: attributes of HTML and MJML (own, by `mj-class`, from
`<mj-attributes>`), style sheets and style attributes. What Liquid decides counts only where the sample has the value;
text over an image is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import tinycss2.color3

from frontdesk.mail.rendering import colours
from frontdesk.mail.rendering.checks.reading import MASK, Element, Reading
from frontdesk.mail.rendering.checks.stylesheet import Declarations, Sheet, merge, parse_declarations
from frontdesk.mail.rendering.markup import words
from frontdesk.mail.rendering.model import Problem

_BLACK, _WHITE, _LINK = "#000000", "#ffffff", "#0000ee"
# What MJML gives these when nobody says otherwise: colour, background, font size.
_MJML_DEFAULTS: dict[str, tuple[str, str | None, float]] = {
    "mj-text": ("#000000", None, 13),
    "mj-table": ("#000000", None, 13),
    "mj-button": ("#ffffff", "#414141", 13),
    "mj-navbar-link": ("#000000", None, 13),
    "mj-social-element": ("#333333", None, 13),
}
_BACKGROUNDS = {
    "mj-body": ("background-color",),
    "mj-wrapper": ("background-color",),
    "mj-section": ("background-color",),
    "mj-hero": ("background-color", "inner-background-color"),
    "mj-column": ("background-color", "inner-background-color"),
    "mj-group": ("background-color",),
    "mj-text": ("container-background-color",),
    "mj-table": ("container-background-color",),
    "mj-button": ("background-color",),
    "mj-navbar": ("container-background-color",),
    "mj-social": ("container-background-color",),
    "mj-social-element": (),
}
_HEADINGS = {"h1": 32.0, "h2": 24.0, "h3": 18.72, "h4": 16.0, "h5": 13.28, "h6": 10.72}
_BOLD = words("b strong th h1 h2 h3 h4 h5 h6")
_SILENT = words("mj-title mj-preview title head mj-head mj-attributes")
_SIZE = re.compile(r"([\d.]+)\s*(px|pt|em|rem|%)?", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]|\x1a")


@dataclass(frozen=True, slots=True)
class _Look:
    """How text looks at a place; a colour is None where it is not known. `inherited` is for links."""

    colour: str | None = _BLACK
    background: str | None = _WHITE
    size: float = 16.0
    bold: bool = False
    hidden: bool = False


def find(reading: Reading) -> Iterator[Problem]:
    """One problem for each pair of colours, at the first text that has it."""
    resolver = _Resolver(reading)
    found: dict[tuple[str, str, float], list[Element]] = {}
    for start, end, element in reading.texts:
        if element is None or not _WORDS.search(reading.mask, start, end):
            continue
        look = resolver.look_of(element)
        if look.hidden or look.colour is None or look.background is None:
            continue
        needed = 3.0 if look.size >= 24 or (look.bold and look.size >= 18.66) else 4.5
        if _contrast(look.colour, look.background) < needed and reading.words_in(start, end).strip():
            found.setdefault((look.colour, look.background, needed), []).append(element)
    for (colour, background, needed), elements in found.items():
        ratio = int(colours.contrast(colour, background) * 100) / 100
        more = f" (in {len(elements)} places)" if len(elements) > 1 else ""
        message = f"Text in {colour} on {background} has a contrast of {ratio:g}:1; it needs {needed:g}:1{more}."
        yield reading.problem("warning", "low_contrast", message, elements[0].start)


@lru_cache(maxsize=512)
def _contrast(colour: str, background: str) -> float:
    return colours.contrast(colour, background)


class _Resolver:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.sheet = Sheet(reading.mask[piece.start : piece.end] for piece in reading.sheets)
        self.looks: dict[Element, _Look] = {}
        self.defaults: dict[str, Element] = {}
        self.classes: dict[str, Element] = {}
        for element in reading.elements:
            if element.parent is not None and element.parent.name == "mj-attributes":
                if element.name == "mj-class":
                    self.classes[reading.value_of(element, "name") or ""] = element
                else:
                    self.defaults[element.name] = element

    def look_of(self, element: Element) -> _Look:
        """Iterates instead of recursing: elements may lie deep in hostile sources."""
        chain = []
        at: Element | None = element
        while at is not None and at not in self.looks:
            chain.append(at)
            at = at.parent
        look = self.looks[at] if at is not None else _Look()
        for each in reversed(chain):
            look = self.looks[each] = self._next(each, look)
        return look

    def _next(self, element: Element, outer: _Look) -> _Look:
        if element.name in _SILENT:
            return replace(outer, hidden=True)
        if element.name.startswith("mj-"):
            return self._mjml(element, outer)
        return self._html(element, outer)

    def _mjml(self, element: Element, outer: _Look) -> _Look:
        look = outer
        if element.name in _MJML_DEFAULTS:
            colour, background, size = _MJML_DEFAULTS[element.name]
            look = replace(look, colour=colour, size=size, bold=False)
            if background:
                look = replace(look, background=background)
        declared = self.sheet.declarations_for(element)
        look = self._with_background(look, declared)
        if element.name == "mj-body":
            look = self._with_text(look, declared, outer)
        for name in _BACKGROUNDS.get(element.name, ()):
            look = replace(look, background=_over(self._attribute(element, name), look.background))
        if self._has(element, "background-url"):
            look = replace(look, background=None)
        if element.name not in _MJML_DEFAULTS:
            return look
        colour_value = self._attribute(element, "color")
        if (
            colour_value == ""
            and element.name in ("mj-social-element", "mj-navbar-link")
            and element.parent is not None
        ):
            colour_value = self._attribute(element.parent, "color")
        weight = self._attribute(element, "font-weight") or ""
        return replace(
            look,
            colour=_over(colour_value, look.colour) if colour_value != "" else look.colour,
            size=_size(self._attribute(element, "font-size") or "", look.size, look.size),
            bold=_is_bold(weight, look.bold),
        )

    def _attribute(self, element: Element, name: str) -> str | None:
        """The value in force; empty where there is none, None where it is not known."""
        listed = self.reading.value_of(element, "mj-class") or ""
        classes = [self.classes[each] for each in reversed(listed.split()) if each in self.classes]
        for each in (element, *classes, self.defaults.get(element.name), self.defaults.get("mj-all")):
            if each is not None and name in each.attributes:
                value = self.reading.value_of(each, name)
                return value.strip() if value is not None else None
        return ""

    def _has(self, element: Element, name: str) -> bool:
        return self._attribute(element, name) != ""

    def _html(self, element: Element, outer: _Look) -> _Look:
        look = outer
        if element.name in _HEADINGS:
            look = replace(look, size=_HEADINGS[element.name])
        if element.name in _BOLD:
            look = replace(look, bold=True)
        if element.name == "a" and "href" in element.attributes:
            look = replace(look, colour=_LINK)
        for attribute in ("bgcolor",):
            if attribute in element.attributes:
                value = self.reading.value_of(element, attribute)
                look = replace(look, background=_over(value, look.background))
        if "background" in element.attributes:
            look = replace(look, background=None)
        name = "text" if element.name == "body" else "color"
        if name in element.attributes and element.name in ("font", "body", "basefont"):
            look = replace(look, colour=_over(self.reading.value_of(element, name), look.colour))
        declared = dict(self.sheet.declarations_for(element))
        own = element.attributes.get("style")
        if own is not None and own.value:
            known = self.reading.known_text(own.value_start, own.value_end)
            if known is None:
                merge(declared, self._masked_style(own.value))
            else:
                merge(declared, parse_declarations(known))
        return self._with_text(self._with_background(look, declared), declared, outer)

    @staticmethod
    def _masked_style(value: str) -> Declarations:
        """What is written out stays known; what Liquid decides, or may decide, is not."""
        found = parse_declarations(value.replace(MASK, "?"))
        if re.search(r"(?:^|;)[^:;]*\x1a", value):
            return dict.fromkeys(("color", "background-color"), ("?", True))
        return found

    @staticmethod
    def _with_background(look: _Look, declared: Declarations) -> _Look:
        for name in ("background", "background-color"):
            if name in declared:
                look = replace(look, background=_over(_first_colour(declared[name][0]), look.background))
        shorthand = declared.get("background", ("", False))[0] + declared.get("background-image", ("", False))[0]
        if "(" in re.sub(r"rgba?\(|hsla?\(", "", shorthand):
            look = replace(look, background=None)
        return look

    @staticmethod
    def _with_text(look: _Look, declared: Declarations, outer: _Look) -> _Look:
        def value(name: str) -> str:
            return declared.get(name, ("", False))[0].lower()

        if colour := value("color"):
            inherited = colour in ("inherit", "unset", "currentcolor")
            look = replace(look, colour=outer.colour if inherited else _over(colour, look.background))
        font = value("font")
        size = _size(value("font-size") or _first_size(font), look.size, outer.size)
        bold = _is_bold(value("font-weight") or ("bold" if re.search(r"\b(?:bold|[6-9]00)\b", font) else ""), look.bold)
        hidden = (
            look.hidden
            or value("display") == "none"
            or value("visibility") == "hidden"
            or value("opacity") in ("0", "0.0")
            or re.fullmatch(r"0(?:px)?", value("max-height")) is not None
            or size <= 1
        )
        return replace(look, size=size, bold=bold, hidden=hidden)


def _over(value: str | None, below: str | None) -> str | None:
    """A colour as it looks laid over another; what is not known stays not known."""
    if value == "":
        return below
    parsed = tinycss2.color3.parse_color(value.strip()) if value else None
    if value and parsed is None and re.fullmatch(r"[0-9a-fA-F]{6}", value.strip()):
        parsed = tinycss2.color3.parse_color(f"#{value.strip()}")
    if parsed is None or isinstance(parsed, str):
        return below if value and value.strip().lower() in ("inherit", "initial", "unset", "none") else None
    if parsed.alpha == 0:
        return below
    rgb = [round(part * 255) for part in (parsed.red, parsed.green, parsed.blue)]
    if parsed.alpha < 1:
        if below is None:
            return None
        under = colours.parse(below)
        rgb = [round(top * parsed.alpha + low * (1 - parsed.alpha)) for top, low in zip(rgb, under, strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*(max(0, min(255, part)) for part in rgb))


def _first_colour(value: str) -> str | None:
    """The colour of a `background`, empty where it names none."""
    for part in re.findall(r"[\w-]+\([^()]*\)|[^\s,]+", value):
        if part == "?":
            return None
        if tinycss2.color3.parse_color(part) is not None:
            return str(part)
    return ""


def _first_size(font: str) -> str:
    match = re.search(r"[\d.]+(?:px|pt|em)", font)
    return match[0] if match else ""


def _size(value: str, now: float, outer: float) -> float:
    match = _SIZE.fullmatch(value.strip())
    if match is None:
        return now
    try:
        number = float(match[1])
    except ValueError:
        return now
    unit = (match[2] or "px").lower()
    return number * {"px": 1, "pt": 4 / 3, "em": outer, "rem": 16, "%": outer / 100}[unit]


def _is_bold(value: str, now: bool) -> bool:
    value = value.strip().lower()
    if not value:
        return now
    return value in ("bold", "bolder") or (value.isdigit() and int(value) >= 600)
