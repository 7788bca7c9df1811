"""The guard before plain sockets: servers that people can set and that speak no HTTP (SMTP, IMAP)."""

import socket
from time import monotonic

from frontdesk.platform.outbound.guard import resolve
from frontdesk.platform.outbound.transactions import refuse_inside


def connect(host: str, port: int, *, timeout: float) -> socket.socket:
    """A connection to an address of ``host`` that was checked; ``timeout`` (seconds) is for all its addresses.

    TLS goes on to speak of ``host``. Raises OutboundRefused, OutboundFailed (no such name) and OSError, and
    RuntimeError in a transaction.
    """
    refuse_inside()
    deadline = monotonic() + timeout
    refused: OSError = ConnectionRefusedError("no address")
    for address in resolve(host.strip("[]").lower().rstrip("."), port):
        try:
            return socket.create_connection((address, port), timeout=max(deadline - monotonic(), 0.001))
        except OSError as error:
            refused = error
    raise refused
