"""The guard before the library ``requests``, for packages that take a session of it."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from frontdesk.platform.outbound.pools import CHECKED
from frontdesk.platform.outbound.transactions import refuse_inside

LONGEST_ANSWER = 1024 * 1024
_CHUNK = 64 * 1024


class AnswerTooLong(requests.RequestException):
    """The answer is larger than anybody needs, or does not end."""


class Session(requests.Session):
    """Keeps its connections, follows no redirect, takes neither proxies nor passwords from the environment, and reads
    an answer of bounded size in bounded time. ``guarded``: connects to checked addresses alone. Not for two threads
    at once. Raises OutboundRefused and OutboundFailed beside the library's own errors."""

    def __init__(self, *, guarded: bool, connect_seconds: float, seconds: float, longest: int = LONGEST_ANSWER) -> None:
        super().__init__()
        self.trust_env = False
        self.headers.update({"User-Agent": "Frontdesk", "Accept-Encoding": "identity"})
        self._timeouts = (connect_seconds, seconds)
        self._longest = longest
        if guarded:
            for scheme in ("https://", "http://"):
                self.mount(scheme, _CheckedAdapter())

    def request(self, method: str, url: str | bytes, **options: Any) -> requests.Response:  # type: ignore[override]
        """``options`` are the library's; time-outs and redirects are ours. RuntimeError in a transaction."""
        refuse_inside()
        deadline = monotonic() + self._timeouts[1]
        answer = super().request(
            method, url, **{**options, "allow_redirects": False, "stream": True, "timeout": self._timeouts}
        )
        _read(answer, deadline, self._longest)
        return answer


class _CheckedAdapter(HTTPAdapter):
    def init_poolmanager(self, *options: Any, **named: Any) -> None:
        super().init_poolmanager(*options, **named)
        self.poolmanager.pool_classes_by_scheme = CHECKED

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        raise requests.exceptions.ProxyError("No proxies.")

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, verify: Any, proxies: Mapping[str, str] | None = None, cert: Any = None
    ) -> Any:
        return super().get_connection_with_tls_context(request, verify, proxies={}, cert=cert)


def _read(answer: requests.Response, deadline: float, longest: int) -> None:
    """All of the body, which the library then gives out as its content."""
    pieces, size = [], 0
    try:
        while piece := answer.raw.read1(_CHUNK, decode_content=True):
            pieces.append(piece)
            size += len(piece)
            if size > longest or monotonic() > deadline:
                raise AnswerTooLong("The answer does not end.", response=answer)
    except HTTPError as error:
        raise requests.ConnectionError(error, response=answer) from error
    finally:
        if not answer.raw.isclosed():  # not read to its end: the connection cannot be kept
            answer.close()
    answer._content = b"".join(pieces)
    answer._content_consumed = True
