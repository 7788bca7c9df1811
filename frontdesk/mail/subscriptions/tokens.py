"""What the links under a newsletter carry, signed: whose they are. Whoever holds one may do what it says and no more.

None ends with time: the law wants a way out of an old mail as well.
"""

from uuid import UUID

from django.conf import settings

from frontdesk.mail.tracking import tokens

_UNSUBSCRIBE, _PREFERENCES, _CONFIRM, _SIGN_UP = b"u", b"p", b"d", b"s"
UNSUBSCRIBE_PATH, PREFERENCES_PATH, CONFIRM_PATH, SIGN_UP_PATH = "/m/u/", "/m/p/", "/m/c/", "/m/s/"


def unsubscribe_url(org_id: UUID, message_id: UUID, *, base: str = "") -> str:
    """``base``: ``tracking.addresses.base_url``, asked once for many mails; left out, the deployment's own."""
    return _url(base, UNSUBSCRIBE_PATH, tokens.write(_UNSUBSCRIBE, org_id.bytes + message_id.bytes))


def preferences_url(org_id: UUID, contact_id: UUID, *, base: str = "") -> str:
    return _url(base, PREFERENCES_PATH, tokens.write(_PREFERENCES, org_id.bytes + contact_id.bytes))


def confirm_url(org_id: UUID, list_id: UUID, contact_id: UUID, *, base: str = "") -> str:
    return _url(base, CONFIRM_PATH, tokens.write(_CONFIRM, org_id.bytes + list_id.bytes + contact_id.bytes))


def sign_up_url(org_id: UUID, list_id: UUID, *, base: str = "") -> str:
    return _url(base, SIGN_UP_PATH, tokens.write(_SIGN_UP, org_id.bytes + list_id.bytes))


def read_unsubscribe(token: str) -> tuple[UUID, UUID]:
    """Organization and mail. Raises TokenRefused, as the others do."""
    org_id, message_id = _ids(_UNSUBSCRIBE, token, 2)
    return org_id, message_id


def read_preferences(token: str) -> tuple[UUID, UUID]:
    """Organization and contact."""
    org_id, contact_id = _ids(_PREFERENCES, token, 2)
    return org_id, contact_id


def read_confirm(token: str) -> tuple[UUID, UUID, UUID]:
    """Organization, list and contact."""
    org_id, list_id, contact_id = _ids(_CONFIRM, token, 3)
    return org_id, list_id, contact_id


def read_sign_up(token: str) -> tuple[UUID, UUID]:
    """Organization and list."""
    org_id, list_id = _ids(_SIGN_UP, token, 2)
    return org_id, list_id


def _url(base: str, path: str, token: str) -> str:
    return f"{base or settings.PUBLIC_URL}{path}{token}"


def _ids(kind: bytes, token: str, count: int) -> list[UUID]:
    body = tokens.read(kind, token)
    if len(body) != 16 * count:
        raise tokens.TokenRefused
    return [UUID(bytes=body[start : start + 16]) for start in range(0, len(body), 16)]
