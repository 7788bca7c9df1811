"""Tags and attributes that may not be in a mail, and images that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from frontdesk.mail.rendering.checks.reading import Element, Reading
from frontdesk.mail.rendering.markup import words
from frontdesk.mail.rendering.model import Problem

_FORBIDDEN = words(
    "script iframe frame frameset object embed applet form input button select textarea svg math audio video base",
)
_IMAGES = words("img mj-image")


def find(reading: Reading) -> Iterator[Problem]:
    for piece in reading.pieces:
        if piece.kind == "broken":
            message = f"The tag “{reading.mask[piece.start : piece.start + 20]}” never ends."
            yield reading.problem("error", "html_syntax", message, piece.start)
    for element in reading.elements:
        yield from _of_element(reading, element)


def _of_element(reading: Reading, element: Element) -> Iterator[Problem]:
    if element.name in _FORBIDDEN:
        message = f"<{element.name}> is not allowed in an e-mail."
        yield reading.problem("error", "forbidden_tag", message, element.start)
    if element.name in _IMAGES and "alt" not in element.attributes:
        message = "The image has no alternative text (alt): who does not load images sees nothing."
        yield reading.problem("warning", "missing_alt", message, element.start)
    for each in element.attributes.values():
        if each.name.startswith("on") and each.name.isalpha():
            message = f"The attribute “{each.name}” would run a script."
            yield reading.problem("error", "event_handler", message, each.start)
