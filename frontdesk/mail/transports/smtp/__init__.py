"""SMTP: connections that are kept, encrypted and signed in as asked, one mail per recipient."""

from collections.abc import Iterator
from contextlib import contextmanager

from frontdesk.mail.transports.smtp.pool import pools
from frontdesk.mail.transports.smtp.server import Server
from frontdesk.mail.transports.smtp.session import Session
from frontdesk.mail.transports.smtp.transport import SmtpTransport
from frontdesk.mail.transports.ways import Way

__all__ = ["Server", "SmtpTransport", "check", "open_smtp", "pools"]


@contextmanager
def open_smtp(way: Way | str) -> Iterator[SmtpTransport]:
    """``way`` may be an address from the environment, as ``Server.from_url`` reads it."""
    server = Server.from_url(way) if isinstance(way, str) else Server.of(way)
    key = way if isinstance(way, str) else way.digest
    transport = SmtpTransport(server, pools.of(key, server))
    try:
        yield transport
    finally:
        transport.close()


def check(way: Way) -> None:
    Session.open(Server.of(way)).quit()
