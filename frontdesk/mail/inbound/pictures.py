"""The pictures of a mail from outside: those it carries are shown, those elsewhere are held back until asked for."""

import re
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.core import signing
from django.urls import reverse

from frontdesk.mail.rendering.foreign import clean_document
from frontdesk.mail.rendering.markup import attributes_of, scan
from frontdesk.mail.tracking import marking

# Formats that a browser shows and does not run.
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
HOURS = 12
_SALT = "mail.inline-picture"
# As the sanitiser writes it; its style sheets name https addresses and no others.
_STYLE_URL = re.compile(r"url\(\s*https?:[^)]*\)", re.IGNORECASE)
_LOADING = frozenset({"src", "background"})


def clean(html: str) -> tuple[str, bool]:
    """The sanitised document without remote pictures, and whether there were any. ``cid:`` stays as it is."""
    whole = show(html)
    held = _replace(whole, lambda value: "" if value.lower().startswith(("http:", "https:")) else value)
    held = _STYLE_URL.sub("none", held)
    return held, held != whole


def show(html: str) -> str:
    """The sanitised document with remote pictures."""
    return marking.without_pixels(clean_document(html))


def with_inline(html: str, received_id: UUID, org_id: UUID | None, attachments: Sequence[Mapping[str, object]]) -> str:
    """``cid:`` becomes an address of ours, good for some hours: frames that show mail have no session."""
    by_id = {
        str(each["content_id"]): each for each in attachments if each["content_id"] and each["content_type"] in SHOWN
    }

    def lead(value: str) -> str:
        if not value.lower().startswith("cid:"):
            return value
        found = by_id.get(value[4:])
        return address_of(received_id, org_id, int(str(found["index"]))) if found else ""

    return _replace(html, lead) if "cid:" in html else html


def address_of(received_id: UUID, org_id: UUID | None, index: int) -> str:
    token = signing.dumps([str(org_id or ""), str(received_id), index], salt=_SALT, compress=False)
    return reverse("mail-inline-picture", args=[token])


def read_token(token: str) -> tuple[UUID | None, UUID, int]:
    """Whose, of which mail, and which of its attachments. Raises signing.BadSignature."""
    org_id, received_id, index = signing.loads(token, salt=_SALT, max_age=HOURS * 3600)
    return (UUID(org_id) if org_id else None), UUID(received_id), int(index)


def _replace(html: str, change: Callable[[str], str]) -> str:
    """Rewrites what loads pictures, in the sanitiser's own output."""
    parts: list[str] = []
    done = 0
    for piece in scan(html):
        if piece.kind != "open":
            continue
        for each in attributes_of(html, piece):
            if each.name in _LOADING and each.value and (new := change(each.value)) != each.value:
                parts += [html[done : each.value_start], new]
                done = each.value_end
    return "".join([*parts, html[done:]])
