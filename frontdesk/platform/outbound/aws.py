"""The guard before boto3, for clients whose address people can set."""

from typing import Any

from botocore.httpsession import URLLib3Session

from frontdesk.platform.outbound.pools import CHECKED


def guard(client: Any, *, connect_timeout: float, read_timeout: float) -> None:
    """Lets ``client`` connect to checked addresses alone, and through no proxy. Before its first request."""
    client._endpoint.http_session = _CheckedSession(
        verify=True, proxies=None, timeout=(connect_timeout, read_timeout), max_pool_connections=100
    )


class _CheckedSession(URLLib3Session):  # type: ignore[misc]  # botocore has no types
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._pool_classes_by_scheme = CHECKED
        self._manager.pool_classes_by_scheme = self._pool_classes_by_scheme
