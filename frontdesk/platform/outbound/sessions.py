"""The guard before aiohttp: one session per process and event loop, for calls that stream or that are many at once.

Its connections go to checked addresses alone, whatever the caller asks for; it takes no proxy from the environment,
keeps no cookies and follows no redirect. A transaction cannot be open around it: an event loop holds none.
"""

import asyncio
import contextlib
import ipaddress
import socket

from aiohttp import (
    AddrInfoType,
    ClientHandlerType,
    ClientRequest,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver, ResolveResult

from frontdesk.platform.outbound.guard import REDIRECTS, OutboundRefused, check_address, check_found, tls, unfollowed
from frontdesk.platform.outbound.per_loop import PerLoop

# Seconds for which a name that was checked is not asked for again.
_NAMES_KEPT = 10


async def session() -> ClientSession:
    """This event loop's session. Raises OutboundRefused and OutboundFailed (a redirect) beside aiohttp's own errors.

    It has no timeouts: whoever calls gives them. ``outbound.close`` closes it.
    """
    return _sessions.get()


def _new_session() -> ClientSession:
    connector = TCPConnector(
        resolver=_CheckedResolver(),
        ttl_dns_cache=_NAMES_KEPT,
        socket_factory=_open_socket,
        ssl=tls(),
        # How many may run at once is for quotas to say, not for a queue that nobody sees.
        limit=0,
    )
    return ClientSession(
        connector=connector,
        middlewares=(_guard,),
        cookie_jar=DummyCookieJar(),
        headers={"User-Agent": "Frontdesk", "Accept-Encoding": "identity"},
        timeout=ClientTimeout(total=None),
        trust_env=False,
    )


class _CheckedResolver(AbstractResolver):
    """What it gives is what the connection is made to: aiohttp does not resolve a second time."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises socket.gaierror, which aiohttp makes its own, and OutboundRefused, which passes through it."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        check_found(host.lower().rstrip("."), (str(place[0]) for *_, place in found))
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [
            ResolveResult(hostname=host, host=str(place[0]), port=port, family=kind, proto=protocol, flags=flags)
            for kind, _, protocol, _, place in found
        ]

    async def close(self) -> None:
        return


def _open_socket(found: AddrInfoType) -> socket.socket:
    """The last door: what is no plain address here would be resolved once more, unchecked."""
    family, kind, protocol, _, place = found
    try:
        ipaddress.ip_address(str(place[0]).partition("%")[0])
    except ValueError:
        raise OutboundRefused(f"{place[0]} is not a plain address.") from None
    return socket.socket(family=family, type=kind, proto=protocol)


async def _guard(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """Checks hosts that are addresses already (no resolver sees those), and lets no redirect lead elsewhere."""
    host = (request.url.host or "").lower().rstrip(".")
    with contextlib.suppress(ValueError):  # a name: the resolver checks it
        check_address(host, ipaddress.ip_address(host.partition("%")[0]))
    response = await handler(request)
    if response.status in REDIRECTS:
        response.close()
        raise unfollowed(str(response.url), response.status, response.headers.get("Location", ""))
    return response


_sessions = PerLoop(_new_session, ClientSession.close)
close = _sessions.close
