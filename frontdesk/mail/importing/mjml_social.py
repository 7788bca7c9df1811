"""The social networks of MJML 3's <mj-social>."""

from __future__ import annotations

import html
import re

_KNOWN = (
    "facebook",
    "twitter",
    "google",
    "linkedin",
    "pinterest",
    "instagram",
    "youtube",
    "github",
    "snapchat",
    "vimeo",
)
_DEFAULT_TEXT = {"facebook": "Share", "twitter": "Tweet", "google": "+1", "linkedin": "Share", "pinterest": "Pin it"}
_MARKED = re.compile(r"([a-z]+)(:url|:share)?\Z")


def social_elements(attributes: dict[str, str]) -> str:
    """<mj-social-element>s for `display="facebook twitter:url"` and its `facebook-href`s; empty for newer sources."""
    listed = attributes.get("display", "").lower().split()
    if not listed and not any(f"{name}-href" in attributes for name in _KNOWN):
        return ""
    names = listed or [name for name in _KNOWN if f"{name}-href" in attributes]
    with_text = attributes.get("text-mode", "true") != "false"
    elements = []
    for written in names[:20]:
        match = _MARKED.match(written)
        if match is None or match[1] not in _KNOWN:
            continue
        name = match[1]
        # Newer MJML wraps the address into the network's own sharing page unless it is told not to.
        kind = name if match[2] != ":url" and name in _DEFAULT_TEXT else f"{name}-noshare"
        kind = kind if name in _DEFAULT_TEXT else name
        href = html.escape(html.unescape(attributes.get(f"{name}-href", "#")))
        colour = attributes.get(f"{name}-icon-color", "")
        background = f' background-color="{html.escape(html.unescape(colour))}"' if colour else ""
        text = attributes.get(f"{name}-content", _DEFAULT_TEXT.get(name, "")) if with_text else ""
        elements.append(
            f'<mj-social-element name="{kind}" href="{href}"{background}>{html.escape(html.unescape(text))}'
            "</mj-social-element>"
        )
    return "".join(elements)
