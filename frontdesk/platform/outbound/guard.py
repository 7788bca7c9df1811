"""Which addresses may be asked: what every way out of here checks, whichever library makes the connection."""

import contextlib
import ipaddress
import re
import socket
import ssl
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from frontdesk.platform.addresses import Address, Network, is_public
from frontdesk.platform.errors import BadInput, UpstreamFailed

MAX_URL = 2048
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")


class OutboundRefused(BadInput):
    """The address may not be asked from here. Trying again does not help."""

    code = "address-refused"
    title = "This address may not be used"
    permanent = True


class OutboundFailed(UpstreamFailed):
    """The other side did not answer as it should. ``permanent``: trying again will not help."""

    def __init__(self, detail: str, *, permanent: bool) -> None:
        super().__init__(detail)
        self.permanent = permanent


@lru_cache(maxsize=8)
def _allowed(listed: tuple[str, ...]) -> tuple[frozenset[str], tuple[Network, ...]]:
    names, networks = set(), []
    for entry in listed:
        try:
            networks.append(ipaddress.ip_network(entry, strict=False))
        except ValueError:
            names.add(entry.lower().rstrip("."))
    return frozenset(names), tuple(networks)


def check_address(host: str, address: Address) -> None:
    names, networks = _allowed(tuple(settings.OUTBOUND_ALLOW))
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    if host in names or any((mapped or address) in network for network in networks) or is_public(address):
        return
    raise OutboundRefused(
        f"{host} is an address inside a private or reserved network. Use a public one, or have the operator name it "
        "in FRONTDESK_OUTBOUND_ALLOW."
    )


def host_of(url: Url) -> str:
    return (url.host or "").strip("[]").lower().rstrip(".")


def check_url(url: str) -> Url:
    """Refuses what can be refused without asking a name server; cheap, and fine inside a transaction.

    Use it where an address is saved; what the name resolves to is checked when it is asked. Raises OutboundRefused.
    """
    if len(url) > MAX_URL or _FORBIDDEN.search(url):
        raise OutboundRefused("Give a full address like https://example.com/path, without spaces.")
    try:
        parsed = parse_url(url)
    except LocationParseError:
        raise OutboundRefused("This is not a valid address.") from None
    if parsed.scheme not in {"http", "https"}:
        raise OutboundRefused("The address must start with https:// or http://.")
    if parsed.auth is not None:
        raise OutboundRefused("Leave user name and password out of the address.")
    host = host_of(parsed)
    if not host or "%" in host or parsed.port == 0:
        raise OutboundRefused("The address names no host that can be asked.")
    with contextlib.suppress(ValueError):
        check_address(host, ipaddress.ip_address(host))
    return parsed


def check_found(host: str, addresses: Iterable[str]) -> None:
    """What a name server gave for ``host``. A name with one bad address is refused altogether."""
    for address in addresses:
        check_address(host, ipaddress.ip_address(address.partition("%")[0]))


def resolve(host: str, port: int) -> list[str]:
    """Every address of the host, all of them checked. Blocks while a name server is asked."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise unresolved(host, error) from error
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    check_found(host, addresses)
    return addresses


def unresolved(host: str, error: socket.gaierror | UnicodeError) -> OutboundFailed:
    unknown = isinstance(error, UnicodeError) or error.errno in {socket.EAI_NONAME, socket.EAI_NODATA}
    return OutboundFailed(f"The name {host} cannot be resolved.", permanent=unknown)


def unfollowed(asked: str, status: int, location: str) -> OutboundFailed:
    """For clients that follow no redirect: what to say instead."""
    target = urlsplit(urljoin(asked, location))
    # Without its query, which may carry what is nobody else's business.
    place = f"{target.scheme}://{target.netloc.rpartition('@')[2]}{target.path}"
    return OutboundFailed(
        f"{urlsplit(asked).hostname} redirects ({status} {HTTPStatus(status).phrase}) to {place}. Redirects are not "
        "followed here: give the address that answers itself.",
        permanent=True,
    )


@lru_cache(maxsize=1)
def tls() -> ssl.SSLContext:
    """How certificates are checked: against the authorities that this machine trusts."""
    return ssl.create_default_context()
