"""Addresses whose domain is in another script: kept as name servers know it, shown as people write it. Pure.

What is kept is what comes back in bounces, complaints and answers, so that all of these find each other by equality.
"""

import idna

_LONGEST = 320


def to_ascii(address: str) -> str:
    """The address with its domain in punycode (IDNA, UTS 46); as it is when there can be no such domain."""
    local, at, domain = address.rpartition("@")
    if not at or domain.isascii() or len(address) > _LONGEST:
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError:
        return address


def to_letters(address: str) -> str:
    """The address with its domain in the letters that people know it by; also ``Name <address>``."""
    if "xn--" not in address or len(address) > _LONGEST:
        return address
    before, at, rest = address.rpartition("@")
    domain = rest.removesuffix(">")
    try:
        return f"{before}{at}{idna.decode(domain)}{rest[len(domain) :]}" if at else address
    except (idna.IDNAError, UnicodeError):
        return address


def to_search(words: str) -> str:
    """What somebody looks for among addresses, as they are kept: ``@münchen.test`` and ``münchen`` alike."""
    return to_ascii(words) if "@" in words else to_ascii(f"@{words}")[1:]
