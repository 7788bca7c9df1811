"""The guard before urllib3, for libraries that bring their own client of it (boto3, requests)."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import connection as urllib3_connection

from frontdesk.platform.outbound.guard import resolve

# For the head of an answer, however slowly it comes; a time-out is for the wait between two bytes alone.
LONGEST_HEAD_SECONDS = 90.0


class _Checked(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        """What is connected to is what was checked; TLS goes on speaking of the name."""
        refused: OSError = ConnectionRefusedError("no address")
        for address in resolve(self.host.strip("[]").lower().rstrip("."), self.port):
            try:
                return urllib3_connection.create_connection(
                    (address, self.port), self.timeout, socket_options=self.socket_options
                )
            except OSError as error:
                refused = error
        raise refused

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3 itself
        with self._cut_at_the_end():
            return super().getresponse()

    @contextmanager
    def _cut_at_the_end(self) -> Iterator[None]:
        if self.sock is None:
            raise ConnectionError("The connection is closed.")
        line = socket.socket(fileno=os.dup(self.sock.fileno()))

        def cut() -> None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

        watchdog = threading.Timer(LONGEST_HEAD_SECONDS, cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()
            line.close()


class _CheckedTLS(_Checked, HTTPSConnection):
    pass


class CheckedPool(HTTPConnectionPool):
    ConnectionCls = _Checked


class CheckedTLSPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedTLS


CHECKED = {"http": CheckedPool, "https": CheckedTLSPool}
