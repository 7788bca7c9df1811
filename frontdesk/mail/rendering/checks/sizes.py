"""Mails that are cut off, and images that take long to load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frontdesk.mail.rendering.checks.reading import Reading
from frontdesk.mail.rendering.markup import words
from frontdesk.mail.rendering.model import GMAIL_CLIP_BYTES, Problem

HEAVY_IMAGE_BYTES = 1024 * 1024
_SOURCES = {"img": "src", "mj-image": "src", "mj-social-element": "src", "mj-section": "background-url",
            "mj-wrapper": "background-url", "mj-hero": "background-url"}  # fmt: skip
_MOST_ADDRESSES = 500
_WITH_BACKGROUND = words("table td th tr body")


def find_clipped(size: int) -> Iterator[Problem]:
    if size > GMAIL_CLIP_BYTES:
        message = f"The e-mail is {size // 1024} kB; Gmail cuts off what is longer than 102 kB."
        yield Problem("warning", "too_long_for_gmail", message, 0, 0, "html_code")


def image_places(reading: Reading) -> dict[str, int]:
    """The https address of each image that is known, with the first place in the source that names it."""
    found: dict[str, int] = {}
    for element in reading.elements:
        name = "background" if element.name in _WITH_BACKGROUND else _SOURCES.get(element.name, "")
        address = (reading.value_of(element, name) or "").strip() if name else ""
        if address.startswith(("https://", "http://")) and len(found) < _MOST_ADDRESSES:
            found.setdefault(address, element.attributes[name].start)
    return found


def find_heavy_images(reading: Reading, sizes: Mapping[str, int]) -> Iterator[Problem]:
    """`sizes` are the bytes of each image by its address; others are not judged."""
    for address, index in image_places(reading).items():
        size = sizes.get(address, 0)
        if size > HEAVY_IMAGE_BYTES:
            megabytes = f"{size / 1024 / 1024:.1f}"
            message = f"This image has {megabytes} MB; keep images under 1 MB, or people on phones wait for them."
            yield reading.problem("warning", "image_too_heavy", message, index)
