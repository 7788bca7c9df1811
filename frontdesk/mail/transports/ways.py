"""What a way out is told, and what it may answer. No database, no network."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

# Digests name pools and caches inside this process alone; without the key they tell nothing of a password.
_DIGEST_KEY = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Dkim:
    """A key to sign with for a domain and the domains below it; ``selector`` names it in DNS."""

    domain: str
    selector: str
    private_key_pem: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Way:
    """A provider as its row says, opened. ``kinds`` has what each kind's ``settings`` and ``secrets`` hold.

    ``org_id`` None: the deployment's, which may use private addresses and the machine's own credentials.
    ``max_connections``: how many a process keeps open at once, whoever asks.
    """

    kind: str
    settings: Mapping[str, object] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    org_id: UUID | None = None
    dkim: tuple[Dkim, ...] = ()
    max_connections: int = 4
    # Its row, which keeps what changes with use.
    provider_id: UUID | None = None

    @property
    def digest(self) -> str:
        """The same for ways that may share connections, whatever they sign with; another as soon as anything else about
        them changes."""
        told = json.dumps(
            [
                self.kind,
                dict(self.settings),
                dict(self.secrets),
                str(self.org_id),
                self.max_connections,
            ],
            sort_keys=True,
            default=str,
        )
        return hashlib.blake2b(told.encode(), key=_DIGEST_KEY, digest_size=16).hexdigest()

    def text(self, name: str, default: str = "") -> str:
        value = self.settings.get(name)
        return default if value is None or value == "" else str(value)

    def number(self, name: str, default: int) -> int:
        value = self.settings.get(name)
        return int(value) if isinstance(value, int | str) and str(value).strip() else default

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.settings.get(name)
        return value if isinstance(value, bool) else default


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail for one recipient; addresses are bare.

    ``category``: "transactional", "marketing" or "system". ``return_path``: the envelope's sender where the provider
    lets us choose it; empty: ``sender``.
    """

    sender: str
    recipient: str
    mime: bytes
    message_id: UUID | None = None
    org_id: UUID | None = None
    category: str = ""
    return_path: str = ""


class TransportError(Exception):
    """The provider did not take this mail. ``permanent``: it never will, so trying again is wrong.

    ``in_doubt``: the answer got lost after the mail was handed over, so that trying again may repeat it.
    """

    def __init__(self, message: str, *, permanent: bool, in_doubt: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.in_doubt = in_doubt


class ProviderDown(Exception):
    """The provider cannot be used at all: neither this mail nor any after it was taken. It says how to mend it."""


class Busy(ProviderDown):
    """The provider works, and wants fewer mails: nothing of this one was taken. ``retry_after`` in seconds."""

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Transport(Protocol):
    """An open way out. ``send`` returns the provider's id of the mail (may be empty)."""

    name: str

    def send(self, mail: Outgoing) -> str: ...
