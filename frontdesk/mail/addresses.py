"""Addresses as people write them: bare, or ``Name <a@b>``. Pure."""

import re
from email.utils import parseaddr, quote

from frontdesk.platform import email_addresses

_PLAIN = re.compile(
    r"""([^][()<>@,:;".\\\s](?:[^][()<>@,:;".\\\r\n\t]*)[ ]+<)?"""
    r"""([^][()<>@,:;"\\\s]+@[^][()<>@,:;"\\\s]+)(?(1)>)"""
)
_SPECIAL = re.compile(r'[][()<>@,:;".\\]')


def write_address(name: str, bare: str) -> str:
    """``Name <a@b>`` as ``parseaddr`` reads it back, with the name as people read it: nothing is encoded."""
    if not name:
        return bare
    return f'"{quote(name)}" <{bare}>' if _SPECIAL.search(name) else f"{name} <{bare}>"


def split_address(text: str) -> tuple[str, str]:
    """As ``parseaddr``, and many times as fast for what is written plainly."""
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        return (plain[1] or "")[:-1].rstrip(), plain[2]
    return parseaddr(text)


def bare_address(text: str) -> str:
    """Without the name, to send to: written as it was, for what stands before the @ is the recipient's business."""
    return split_address(text)[1]


def known_address(text: str) -> str:
    """Without the name, in lower case and with the domain as name servers know it, to look it up or compare it; empty
    for what is no address."""
    found = email_addresses.to_ascii(split_address(text)[1].strip().lower())
    return found if found.count("@") == 1 else ""
