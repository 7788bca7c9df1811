"""What the tests of mail by SMTP have in common: a server that can fail, a way to it, and a mail."""

import threading
from collections.abc import Callable

from frontdesk.mail.tests.faulty import FaultyServer
from frontdesk.mail.transports import Outgoing, Way, open_transport

MIME = b"From: desk@frontdesk.test\r\nSubject: Hello\r\n\r\nHello\r\n"


def way(server: FaultyServer, **settings: object) -> Way:
    return Way("smtp", {"host": "127.0.0.1", "port": server.port, "tls": server.tls, **settings})


def mail(recipient: str = "carol@client.test", *, mime: bytes = MIME, **more: str) -> Outgoing:
    return Outgoing("desk@frontdesk.test", recipient, mime, **more)  # type: ignore[arg-type]  # texts alone


def send(server: FaultyServer, *mails: Outgoing, **settings: object) -> list[str]:
    with open_transport(way(server, **settings)) as transport:
        return [transport.send(each) for each in mails or (mail(),)]


def wait_until(true: Callable[[], bool]) -> None:
    patience = threading.Event()
    for _ in range(1000):
        if true():
            return
        patience.wait(0.02)
    raise AssertionError("It did not come true.")
