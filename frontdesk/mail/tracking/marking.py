"""Puts the pixel and our links into a mail as it is accepted, for one recipient.

Only into the HTML that goes out: the text part keeps its addresses, and the mail viewer shows the HTML without them, so
that looking at a mail there counts for nothing. Mail that carries keys to an account and tests are left alone.
"""

import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from frontdesk.mail import mail_settings
from frontdesk.mail.template_types import CARRYING_KEYS, TemplateType
from frontdesk.mail.tracking import addresses, links, tokens
from frontdesk.mail.tracking.links import Link

OPEN_PATH, CLICK_PATH = "/t/o/", "/t/c/"


@dataclass(frozen=True, slots=True)
class Marking:
    """What is put into the mails of one order."""

    org_id: UUID | None = None
    opens: bool = False
    clicks: bool = False
    # Where they point: ``addresses.base_url``.
    base: str = ""

    def mark(self, html: str, message_id: UUID) -> str:
        if self.org_id is None:
            return html
        if self.clicks:
            html = _lead_links(html, self.base, self.org_id, message_id)
        if self.opens:
            html = _add_pixel(html, self.base, self.org_id, message_id)
        return html


def without_pixels(html: str) -> str:
    """A mail of ours that came back to us, as people here look at it: that is no opening."""
    return re.sub(rf'<img\b[^>]*?\bsrc="?https?://[^/"\s>]+{OPEN_PATH}[^>]*>', "", html)


def choose(org_id: UUID | None, type: TemplateType, *, is_test: bool) -> Marking:
    """What the organization wants counted of such a mail."""
    if org_id is None or is_test or type in CARRYING_KEYS:
        return Marking()
    wanted = mail_settings.of_organization(org_id)
    base = addresses.base_url(org_id)
    return Marking(org_id, opens=wanted.track_opens, clicks=wanted.track_clicks, base=base)


def _lead_links(html: str, base: str, org_id: UUID, message_id: UUID) -> str:
    # Ours already, and the links out of a newsletter: those have to work whatever becomes of the counting.
    own = tuple(f"{host}{path}" for host in {base, settings.PUBLIC_URL} for path in ("/t/", "/m/"))

    def lead(link: Link) -> str | None:
        is_too_much = link.position > tokens.MAX_POSITION or len(link.url.encode()) > tokens.MAX_URL_BYTES
        if is_too_much or link.url.startswith(own):
            return None
        token = tokens.sign_click(org_id, message_id, link.position, link.url)
        return f"{base}{CLICK_PATH}{token}"

    return links.replace_links(html, lead)


def _add_pixel(html: str, base: str, org_id: UUID, message_id: UUID) -> str:
    address = f"{base}{OPEN_PATH}{tokens.sign_open(org_id, message_id)}.gif"
    pixel = f'<img src="{address}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">'
    end = html.lower().rfind("</body>")
    return html + pixel if end < 0 else html[:end] + pixel + html[end:]
