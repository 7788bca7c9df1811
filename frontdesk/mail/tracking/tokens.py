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
OPEN, CLICK, BOUNCE = b"o", b"c", b"b"
# A local part has 64 characters: 80 bits of signature leave room for a word before it.
_BOUNCE_MAC = 10
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


def write(kind: bytes, body: bytes) -> str:
    """``body`` signed, for an address. ``kind`` is one byte: what is a token of one kind is none of another."""
    return base64.urlsafe_b64encode(_macs(kind, body)[0] + body).rstrip(b"=").decode()


def read(kind: bytes, token: str) -> bytes:
    """The body of a token that ``write`` made, at least two ids long. Raises TokenRefused."""
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
    return write(OPEN, org_id.bytes + message_id.bytes)


def sign_click(org_id: UUID, message_id: UUID, position: int, url: str) -> str:
    return write(CLICK, org_id.bytes + message_id.bytes + position.to_bytes(2, "big") + url.encode())


def read_open(token: str) -> Token:
    """Raises TokenRefused."""
    body = read(OPEN, token)
    return Token(UUID(bytes=body[:16]), UUID(bytes=body[16:_IDS]))


def read_click(token: str) -> Token:
    """Raises TokenRefused."""
    body = read(CLICK, token)
    position, url = int.from_bytes(body[_IDS : _IDS + 2], "big"), body[_IDS + 2 :].decode()
    return Token(UUID(bytes=body[:16]), UUID(bytes=body[16:_IDS]), position, url)


def sign_bounce(message_id: UUID) -> str:
    """42 letters and digits for the local part of a return path; mail servers may change their case."""
    body = message_id.bytes
    return base64.b32encode(body + _macs(BOUNCE, body)[0][:_BOUNCE_MAC]).rstrip(b"=").decode().lower()


def read_bounce(token: str) -> UUID:
    """Which mail of ours came back. Raises TokenRefused."""
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except (ValueError, binascii.Error) as error:
        raise TokenRefused from error
    body, mac = raw[:16], raw[16:]
    if len(mac) != _BOUNCE_MAC or not any(hmac.compare_digest(mac, m[:_BOUNCE_MAC]) for m in _macs(BOUNCE, body)):
        raise TokenRefused
    return UUID(bytes=body)
