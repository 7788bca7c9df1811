"""Draws the icons of social networks: white on nothing, for a mail to lay on the network's colour."""

import io
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from frontdesk.mail.rendering.social import ICON_PIXELS, NETWORKS

_SCALE = 4  # drawn large and made small: smooth edges
_SIDE = ICON_PIXELS * _SCALE
_WHITE = (255, 255, 255, 255)
_LINE = _SIDE // 14

# Where a word says more than a picture of ours could.
_LETTERS = {
    "bluesky": "B",
    "dribbble": "D",
    "facebook": "f",
    "github": "G",
    "google": "g",
    "linkedin": "in",
    "mastodon": "m",
    "medium": "M",
    "pinterest": "P",
    "snapchat": "S",
    "soundcloud": "sc",
    "threads": "@",
    "tumblr": "t",
    "twitter": "t",
    "vimeo": "v",
    "x": "X",
    "xing": "Xi",
}


def _at(*shares: float) -> list[int]:
    return [round(share * _SIDE) for share in shares]


def _instagram(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle(_at(0.22, 0.22, 0.78, 0.78), radius=_SIDE * 0.16, outline=_WHITE, width=_LINE)
    draw.ellipse(_at(0.36, 0.36, 0.64, 0.64), outline=_WHITE, width=_LINE)
    draw.ellipse(_at(0.65, 0.28, 0.71, 0.34), fill=_WHITE)


def _youtube(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon([(_SIDE * 0.34, _SIDE * 0.26), (_SIDE * 0.34, _SIDE * 0.74), (_SIDE * 0.76, _SIDE * 0.5)], fill=_WHITE)


def _web(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse(_at(0.2, 0.2, 0.8, 0.8), outline=_WHITE, width=_LINE)
    draw.ellipse(_at(0.37, 0.2, 0.63, 0.8), outline=_WHITE, width=_LINE)
    draw.line(_at(0.2, 0.5, 0.8, 0.5), fill=_WHITE, width=_LINE)


def _telegram(draw: ImageDraw.ImageDraw) -> None:
    plane = [(0.16, 0.5), (0.82, 0.22), (0.7, 0.78), (0.5, 0.63), (0.4, 0.73), (0.38, 0.57)]
    draw.polygon([(_SIDE * x, _SIDE * y) for x, y in plane], fill=_WHITE)


def _tiktok(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse(_at(0.26, 0.5, 0.54, 0.78), outline=_WHITE, width=_LINE)
    draw.line(_at(0.51, 0.22, 0.51, 0.64), fill=_WHITE, width=_LINE)
    draw.arc(_at(0.48, 0.08, 0.84, 0.42), 60, 180, fill=_WHITE, width=_LINE)


def _whatsapp(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse(_at(0.24, 0.2, 0.8, 0.76), outline=_WHITE, width=_LINE)
    draw.polygon([(_SIDE * 0.2, _SIDE * 0.8), (_SIDE * 0.26, _SIDE * 0.56), (_SIDE * 0.44, _SIDE * 0.73)], fill=_WHITE)
    draw.arc(_at(0.42, 0.22, 0.78, 0.58), 90, 180, fill=_WHITE, width=_LINE)


_PICTURES: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "instagram": _instagram,
    "telegram": _telegram,
    "tiktok": _tiktok,
    "web": _web,
    "whatsapp": _whatsapp,
    "youtube": _youtube,
}


def _letters(draw: ImageDraw.ImageDraw, text: str) -> None:
    font = ImageFont.load_default(size=_SIDE * (0.66 if len(text) == 1 else 0.5))
    draw.text((_SIDE / 2, _SIDE / 2), text, font=font, fill=_WHITE, anchor="mm", stroke_width=_SIDE // 90)


@lru_cache(maxsize=len(NETWORKS))
def draw_icon(network: str) -> bytes:
    """A PNG, square. Raises KeyError for a network that is not in NETWORKS."""
    NETWORKS[network]
    image = Image.new("RGBA", (_SIDE, _SIDE), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    if picture := _PICTURES.get(network):
        picture(draw)
    else:
        _letters(draw, _LETTERS[network])
    out = io.BytesIO()
    image.resize((ICON_PIXELS, ICON_PIXELS), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()
