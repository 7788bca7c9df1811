"""Addresses as the envelope takes them. Pure."""

import re

import idna

from frontdesk.mail.transports.ways import TransportError

_UNSAYABLE = re.compile(r"[\x00-\x1f\x7f<> \u0080-\u009f\u2028\u2029]")


def encode(address: str) -> tuple[bytes, bool]:
    """The address in bytes, and whether it needs SMTPUTF8 (RFC 6531): domains in other scripts go as IDNA, local parts
    have no other form. An empty address stays empty. Raises TransportError."""
    if not address:
        return b"", False
    if _UNSAYABLE.search(address) or len(address) > 320:
        raise _unusable(f"{address[:80]!r} holds what no address may hold.")
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise _unusable(f"{address!r} is not of the form name@domain.")
    if not domain.isascii():
        domain = _to_ascii(domain)
    return f"{local}@{domain}".encode(), not local.isascii()


def _to_ascii(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError as error:
        raise _unusable(f"There can be no domain {domain!r}.") from error


def _unusable(why: str) -> TransportError:
    return TransportError(f"The address cannot be used: {why}", permanent=True)
