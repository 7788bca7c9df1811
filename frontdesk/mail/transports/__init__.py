"""Ways out: each takes the bytes of a mail and says how it went."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail for one recipient; addresses are bare."""

    sender: str
    recipient: str
    mime: bytes


class TransportError(Exception):
    """The provider did not take the mail. ``permanent``: it never will, so trying again is wrong."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


class ProviderDown(Exception):
    """The provider cannot be reached at all: no mail of the batch was tried after this one."""


class Transport(Protocol):
    """An open way out. ``send`` returns the provider's id of the mail (may be empty)."""

    name: str

    def send(self, mail: Outgoing) -> str: ...


class OutboxTransport:
    """Keeps the mail where it is: the app's own mail viewer shows it."""

    name = "outbox"

    def send(self, mail: Outgoing) -> str:
        return ""


@contextmanager
def open_transport() -> Iterator[Transport]:
    """The deployment's way out. Raises ProviderDown when it cannot be reached."""
    if settings.MAIL_TRANSPORT == "outbox":
        yield OutboxTransport()
        return
    from frontdesk.mail.transports.smtp import open_smtp

    with open_smtp(settings.MAIL_TRANSPORT) as transport:
        yield transport
