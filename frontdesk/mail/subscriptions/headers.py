"""The headers by which mail programs offer to leave with one click (RFC 8058) and to sort by list (RFC 2919)."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from frontdesk.mail.subscriptions import tokens


def list_headers(org_id: UUID, message_id: UUID, list_id: UUID | None = None, *, base: str = "") -> dict[str, str]:
    """Of every marketing mail. They count only where DKIM signs them. ``base``: as for ``tokens.unsubscribe_url``."""
    headers = {
        "List-Unsubscribe": f"<{tokens.unsubscribe_url(org_id, message_id, base=base)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if list_id is not None:
        host = urlsplit(base or settings.PUBLIC_URL).hostname
        headers["List-Id"] = f"<{list_id}.{host}>"
    return headers
