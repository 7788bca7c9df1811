"""Questions to name servers, for what is written in DNS for others to read. Never inside a transaction.

What is to be connected to is resolved by ``outbound``, which checks the addresses.
"""

from collections.abc import Sequence
from functools import lru_cache

import dns.exception
import dns.nameserver
import dns.resolver
from django.conf import settings

from frontdesk.platform.outbound.transactions import refuse_inside

# Seconds for one question, with all its repetitions.
PATIENCE = 6.0
_PER_SERVER = 2.5
# What fits into one packet everywhere (the DNS flag day of 2020); longer answers come by TCP.
_PACKET = 1232
_PORT = 53


class DnsFailed(Exception):
    """No answer, or a name server that failed: says nothing of whether there is such a record."""


@lru_cache(maxsize=4)
def _resolver(servers: tuple[str, ...]) -> dns.resolver.Resolver:
    made = dns.resolver.Resolver(configure=not servers)
    if servers:
        made.nameservers = [_server(each) for each in servers]
    made.timeout, made.lifetime = _PER_SERVER, PATIENCE
    made.use_edns(0, 0, _PACKET)
    return made


def _server(text: str) -> dns.nameserver.Nameserver:
    """``address``, ``address:port`` or ``[address]:port``."""
    address, _, port = text.rpartition(":") if text.count(":") == 1 or "]" in text else (text, "", "")
    return dns.nameserver.Do53Nameserver((address or text).strip("[]"), int(port or _PORT))


def resolver() -> dns.resolver.Resolver:
    """Asks ``settings.DNS_SERVERS``, else this machine's own servers. Without a cache: who has just set a record looks
    whether it is there."""
    return _resolver(tuple(settings.DNS_SERVERS))


def ask(name: str, type: str) -> list[str]:
    """The records of a name as zone files write them, behind aliases; of TXT the whole texts. Empty without any.

    Raises DnsFailed.
    """
    refuse_inside()
    try:
        answer = resolver().resolve(name, type, raise_on_no_answer=False, search=False)
    except dns.resolver.NXDOMAIN:
        return []
    except dns.resolver.LifetimeTimeout as error:
        raise DnsFailed(f"No name server told of {name} within {PATIENCE:.0f} seconds.") from error
    except dns.exception.DNSException as error:
        raise DnsFailed(f"The name servers of {name} fail ({type}).") from error
    if answer.rrset is None:
        return []
    if type == "TXT":
        return [_text(record.strings) for record in answer.rrset]
    return [record.to_text() for record in answer.rrset]


def _text(strings: Sequence[bytes]) -> str:
    return b"".join(strings).decode("utf-8", "replace")
