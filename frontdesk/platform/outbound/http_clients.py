"""The guard before httpx2, for vendors' libraries that take a client of it: one client per process and event loop.

As ``sessions`` does, it connects to checked addresses alone, takes no proxy from the environment, keeps no cookies and
follows no redirect.
"""

import asyncio
import socket
import typing
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore2
import httpx2
from httpcore2 import AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream

from frontdesk.platform.outbound.guard import REDIRECTS, OutboundFailed, check_found, tls, unfollowed
from frontdesk.platform.outbound.per_loop import PerLoop

LONGEST_ANSWER = 8 * 1024 * 1024
# Libraries pass one number for all their waits; nobody needs as long to connect as a model does to think.
_LONGEST_CONNECT = 5.0
_SocketOptions = Iterable[typing.Any] | None
_noted: ContextVar[list["Stream"]] = ContextVar("frontdesk_noted_answers")


async def client() -> httpx2.AsyncClient:
    """This event loop's client. Raises OutboundRefused and OutboundFailed (a redirect) beside httpx2's own errors,
    though libraries may wrap them: look for the cause. ``outbound.close`` closes it."""
    return _clients.get()


@contextmanager
def noting() -> Iterator[list["Stream"]]:
    """The answers that begin in this block. Closing one cuts its line, which libraries forget to do in time when
    somebody stops reading: their generators wait for the garbage collector."""
    answers: list[Stream] = []
    token = _noted.set(answers)
    try:
        yield answers
    finally:
        _noted.reset(token)


def _new_client() -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        transport=_CheckedTransport(verify=tls(), trust_env=False),
        headers={"User-Agent": "Frontdesk", "Accept-Encoding": "identity"},
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        timeout=httpx2.Timeout(600, connect=_LONGEST_CONNECT),
        follow_redirects=False,
        trust_env=False,
        event_hooks={"response": [_check_answer]},
    )


class _CheckedTransport(httpx2.AsyncHTTPTransport):
    def __init__(self, **options: typing.Any) -> None:
        super().__init__(**options)
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls(), network_backend=_CheckedBackend(), max_connections=None, keepalive_expiry=15
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = Stream(response.stream)
            _noted.get([]).append(response.stream)
        return response


class Stream(httpx2.AsyncByteStream):
    """An answer's body, up to a bound: libraries read it to its end, however long it is."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._stream:
            size += len(piece)
            if size > LONGEST_ANSWER:
                raise OutboundFailed(f"The answer is larger than {LONGEST_ANSWER // 2**20} MB.", permanent=True)
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


class _CheckedBackend(AsyncNetworkBackend):
    """Resolves names itself and connects to what it has checked; also to hosts that are addresses already."""

    def __init__(self) -> None:
        self._backend = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _SocketOptions = None,
    ) -> AsyncNetworkStream:
        try:
            async with asyncio.timeout(min(timeout or _LONGEST_CONNECT, _LONGEST_CONNECT)):
                return await self._connect(host.strip("[]"), port, local_address, socket_options)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(f"{host} took no connection in time") from error

    async def _connect(
        self, host: str, port: int, local_address: str | None, socket_options: _SocketOptions
    ) -> AsyncNetworkStream:
        addresses = await _resolve(host, port)
        for address in addresses[:-1]:
            try:
                return await self._backend.connect_tcp(address, port, None, local_address, socket_options)
            except httpcore2.ConnectError:
                continue
        return await self._backend.connect_tcp(addresses[-1], port, None, local_address, socket_options)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: _SocketOptions = None
    ) -> AsyncNetworkStream:
        raise httpcore2.ConnectError("Not to files.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _resolve(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise httpcore2.ConnectError(f"The name {host} cannot be resolved.") from error
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    check_found(host.lower().rstrip("."), addresses)
    return addresses


async def _check_answer(response: httpx2.Response) -> None:
    if response.status_code in REDIRECTS:
        await response.aclose()
        raise unfollowed(str(response.url), response.status_code, response.headers.get("Location", ""))
    if response.is_success and "html" in response.headers.get("Content-Type", ""):
        await response.aclose()
        words = f"{response.url.host} answered {response.status_code} with an HTML page. Is the address right?"
        raise OutboundFailed(words, permanent=True)
    if response.headers.get("Content-Encoding", "identity") != "identity":
        # A few packed kilobytes unpack to gigabytes, all at once.
        await response.aclose()
        raise OutboundFailed("The answer is packed, which was not asked for.", permanent=True)


_clients = PerLoop(_new_client, httpx2.AsyncClient.aclose)
