"""The listener for mail from outside, as `frontdesk up` starts it."""

from collections.abc import Iterator
from contextlib import contextmanager
from ssl import SSLContext

from frontdesk.mail.smtp import make_controller
from frontdesk.mail.tests.sink import free_port


@contextmanager
def listening(*, tls: SSLContext | None = None, lmtp: bool = False) -> Iterator[int]:
    """Its port. What it writes is committed, as it runs in threads."""
    port = free_port()
    controller = make_controller("127.0.0.1", port, tls=tls, lmtp=lmtp)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
