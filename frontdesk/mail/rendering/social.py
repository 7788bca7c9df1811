"""Icons of social networks: ours. MJML's own come from a third party, who would learn when each mail is read."""

from __future__ import annotations

import re

from frontdesk.mail.rendering.markup import attributes_of, scan

# Each network's colour, behind a white glyph.
NETWORKS: dict[str, str] = {
    "bluesky": "#0a7aff",
    "dribbble": "#c13069",
    "facebook": "#1877f2",
    "github": "#24292f",
    "google": "#d93025",
    "instagram": "#c13584",
    "linkedin": "#0a66c2",
    "mastodon": "#5a4ee0",
    "medium": "#1a1a1a",
    "pinterest": "#bd081c",
    "snapchat": "#1f1f1f",
    "soundcloud": "#d4440b",
    "telegram": "#1c86c4",
    "threads": "#000000",
    "tiktok": "#010101",
    "tumblr": "#36465d",
    "twitter": "#1a7fc1",
    "vimeo": "#0e86b8",
    "web": "#4b5563",
    "whatsapp": "#128c5e",
    "x": "#000000",
    "xing": "#006567",
    "youtube": "#d90000",
}
ICON_PIXELS = 96
_ELEMENT = re.compile(r"<mj-social-element\b", re.IGNORECASE)


class Icons:
    """Where they are fetched from. Set once when the process starts; a mail names them by a whole address."""

    address = "/social/"


def with_icons(markup: str) -> str:
    """Names our icon in each element of a network we know that says no other, and its colour."""
    if not _ELEMENT.search(markup):
        return markup
    parts: list[str] = []
    done = 0
    for piece in scan(markup):
        if piece.kind != "open" or piece.name != "mj-social-element":
            continue
        given = {each.name: each.value or "" for each in attributes_of(markup, piece)}
        network = given.get("name", "").removesuffix("-noshare")
        if network not in NETWORKS:
            continue
        added = "" if given.get("src") else f' src="{Icons.address}{network}.png"'
        if "background-color" not in given:
            added += f' background-color="{NETWORKS[network]}"'
        end = piece.start + 1 + len(piece.name)
        parts += [markup[done:end], added]
        done = end
    return "".join([*parts, markup[done:]])
