"""Ways out: each takes the bytes of a mail and says how it went."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from frontdesk.mail.transports.ways import (
    Busy,
    Dkim,
    Outgoing,
    ProviderDown,
    Transport,
    TransportError,
    Way,
)

__all__ = [
    "Busy",
    "Dkim",
    "OutboxTransport",
    "Outgoing",
    "ProviderDown",
    "Transport",
    "TransportError",
    "Way",
    "check",
    "open_transport",
]


class OutboxTransport:
    """Keeps the mail where it is: the app's own mail viewer shows it."""

    name = "outbox"

    def send(self, mail: Outgoing) -> str:
        return ""


@contextmanager
def open_transport(way: Way | None = None) -> Iterator[Transport]:
    """A provider's way out; without one the deployment's from the environment. Raises ProviderDown and Busy."""
    if way is None and settings.MAIL_TRANSPORT != "outbox":
        from frontdesk.mail.transports.smtp import open_smtp

        with open_smtp(settings.MAIL_TRANSPORT) as transport:
            yield transport
        return
    if way is None or way.kind == "outbox":
        yield OutboxTransport()
        return
    raise ProviderDown(f"There is no way out of the kind {way.kind}.")


def check(way: Way) -> None:
    """Connects and signs in, and sends nothing. Raises ProviderDown or TransportError with words that say how to mend
    it."""
    with open_transport(way):
        pass
