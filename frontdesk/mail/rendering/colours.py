"""Colours and their contrast (WCAG 2.2, section 1.4.3)."""

from __future__ import annotations

import re

DEFAULT_BRAND = "#1f4f82"
WHITE = "#ffffff"
INK = "#111827"

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def parse(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rgb` or `#rrggbb`; ValueError for anything else."""
    if not _HEX.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a hexadecimal colour")
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in parse(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21; text needs 4.5 (AA)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(background: str) -> str:
    """White or near-black, whichever reads better on the background.

    For every background one of the two reaches 4.2; white is preferred while it satisfies AA because
    coloured buttons are expected to carry light text.
    """
    if contrast(background, WHITE) >= 4.5:
        return WHITE
    return INK if contrast(background, INK) >= 4.5 else "#000000"


def brand(colour: object) -> str:
    """The colour in six digits, or our own where it is none."""
    if not isinstance(colour, str) or not _HEX.fullmatch(colour.strip()):
        return DEFAULT_BRAND
    return "#{:02x}{:02x}{:02x}".format(*parse(colour.strip()))
