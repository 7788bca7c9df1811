"""The guard before boto3, for clients whose address people can set."""

import socket
from typing import Any

from botocore.httpsession import URLLib3Session
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import connection as urllib3_connection

from frontdesk.platform.outbound.guard import resolve


def guard(client: Any, *, connect_timeout: float, read_timeout: float) -> None:
    """Lets ``client`` connect to checked addresses alone, and through no proxy. Before its first request."""
    client._endpoint.http_session = _CheckedSession(
        verify=True, proxies=None, timeout=(connect_timeout, read_timeout), max_pool_connections=100
    )


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


class _CheckedTLS(_Checked, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Checked


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _CheckedTLS


class _CheckedSession(URLLib3Session):  # type: ignore[misc]  # botocore has no types
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}
        self._manager.pool_classes_by_scheme = self._pool_classes_by_scheme
