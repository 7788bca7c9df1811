"""What the pixel and the links of a mail carry, signed: whose mail it is, and where a link leads.

The address stands in the token itself. So a link leads on though the database is slow, and nobody can make one that
leads elsewhere: what we did not sign is refused. Organization and message in it bind the tenant, so that nothing has
to be looked up across tenants.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.conf import settings

_MAC = 16
_IDS = 32
OPEN, CLICK = b"o", b"c"
# With an address in it, a token is a third longer than that; longer addresses stay as they are.
MAX_URL_BYTES = 1500
MAX_TOKEN = 2200
# What the column of engagements holds; a mail with more links is none that anybody reads to the end.
MAX_POSITION = 2**15 - 1


class TokenRefused(Exception):
    """Not a token of ours, or altered."""


@dataclass(frozen=True, slots=True)
class Token:
    """``position`` and ``url`` are of links alone."""

    org_id: UUID
    message_id: UUID
    position: int | None = None
    url: str = ""


@lru_cache(maxsize=4)
def _derived(keys: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(hashlib.sha256(b"frontdesk tracking\0" + key.encode()).digest() for key in keys)


def _macs(kind: bytes, body: bytes) -> list[bytes]:
    """The signature under each sealing key; the first is what is written, so that keys can be changed."""
    keys = _derived(tuple(settings.SEALING_KEYS))
    return [hmac.digest(key, kind + body, "sha256")[:_MAC] for key in keys]


def _write(kind: bytes, body: bytes) -> str:
    return base64.urlsafe_b64encode(_macs(kind, body)[0] + body).rstrip(b"=").decode()


def _read(kind: bytes, token: str) -> bytes:
    try:
        if len(token) > MAX_TOKEN:
            raise TokenRefused
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise TokenRefused from error
    mac, body = raw[:_MAC], raw[_MAC:]
    if len(body) < _IDS or not any(hmac.compare_digest(mac, valid) for valid in _macs(kind, body)):
        raise TokenRefused
    return body


def sign_open(org_id: UUID, message_id: UUID) -> str:
    return _write(OPEN, org_id.bytes + message_id.bytes)


def sign_click(org_id: UUID, message_id: UUID, position: int, url: str) -> str:
    return _write(CLICK, org_id.bytes + message_id.bytes + position.to_bytes(2, "big") + url.encode())


def read_open(token: str) -> Token:
    """Raises TokenRefused."""
    body = _read(OPEN, token)
    return Token(UUID(bytes=body[:16]), UUID(bytes=body[16:_IDS]))


def read_click(token: str) -> Token:
    """Raises TokenRefused."""
    body = _read(CLICK, token)
    position, url = int.from_bytes(body[_IDS : _IDS + 2], "big"), body[_IDS + 2 :].decode()
    return Token(UUID(bytes=body[:16]), UUID(bytes=body[16:_IDS]), position, url)
