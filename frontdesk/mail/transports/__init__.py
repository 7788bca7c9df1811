"""Ways out: each takes the bytes of a mail and says how it went."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.conf import settings

from frontdesk.mail.transports.kinds import KINDS
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
    with _opener(way) as transport:
        yield transport


def _opener(way: Way | None) -> AbstractContextManager[Transport]:
    """Each way is imported when it is first used: most deployments use one."""
    kind = way.kind if way else "outbox" if settings.MAIL_TRANSPORT == "outbox" else "smtp"
    if kind == "outbox":
        return nullcontext(OutboxTransport())
    if kind == "smtp":
        from frontdesk.mail.transports.smtp import open_smtp

        return open_smtp(way or settings.MAIL_TRANSPORT)
    if way and kind == "ses":
        from frontdesk.mail.transports.ses import open_ses

        return open_ses(way)
    if way and kind in KINDS:
        from frontdesk.mail.transports.apis import open_api

        return open_api(way)
    raise ProviderDown(f"There is no sending provider of the kind {kind}.")


def check(way: Way) -> None:
    """Connects and signs in, and sends nothing. Raises ProviderDown or TransportError with words that say how to mend
    it."""
    if way.kind == "smtp":
        from frontdesk.mail.transports import smtp

        smtp.check(way)
    elif way.kind == "ses":
        from frontdesk.mail.transports import ses

        ses.check(way)
    elif way.kind != "outbox":
        from frontdesk.mail.transports import apis

        apis.check(way)
