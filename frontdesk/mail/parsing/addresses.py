"""The addresses of a header, in one pass over it whatever it holds."""

import re
from dataclasses import dataclass

from frontdesk.mail.parsing import headers
from frontdesk.mail.parsing.limits import MAX_ADDRESSES, MAX_HEADER
from frontdesk.platform import email_addresses

_ADDRESS = re.compile(r"[^\s<>(),;:\"\[\]]{1,254}@(?:[^\s<>(),;:\"@]{1,253})")
_LENGTH = 320  # as the columns that keep them


@dataclass(frozen=True)
class Mailbox:
    address: str
    name: str


def read(value: str) -> list[Mailbox]:
    """Mailboxes, those of groups too; what is no address is left out."""
    found = [box for entry in _entries(value[:MAX_HEADER]) if (box := _mailbox(entry)) is not None][:MAX_ADDRESSES]
    if not found and "=?" in value:  # all of it was coded, which it may not be
        return read(headers.decode(value).replace("=?", ""))
    return found


def bare(value: str) -> list[str]:
    """The addresses alone, each once."""
    return list(dict.fromkeys(box.address for box in read(value)))


def clean(value: str) -> str:
    """One address in lower case, its domain in ASCII, or an empty string."""
    value = value.strip().strip("<>").strip()
    local, at, domain = value.rpartition("@")
    if not at or not local or not domain or any(sign.isspace() or not sign.isprintable() for sign in domain):
        return ""
    if not local.startswith('"') and any(sign.isspace() or not sign.isprintable() for sign in local):
        return ""
    return email_addresses.to_ascii(value.lower())[:_LENGTH] if value.isprintable() and len(value) <= _LENGTH else ""


def _entries(value: str) -> list[str]:
    """Cut at commas and semicolons outside of quotes, comments and angles; a group's name goes."""
    entries: list[str] = []
    start, quoted, angled, depth, position = 0, False, False, 0, 0
    while position < len(value):
        sign = value[position]
        if sign == "\\":
            position += 1
        elif sign == '"' and not depth:
            quoted = not quoted
        elif quoted:
            pass
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif depth:
            pass
        elif sign == "<":
            angled = True
        elif sign == ">":
            angled = False
        elif sign in ",;" and not angled:
            entries.append(value[start:position])
            start = position + 1
        elif sign == ":" and not angled and value.find("@", max(start, position - _LENGTH), position) < 0:
            start = position + 1  # a group's name
        position += 1
    if quoted or depth or angled:  # unbalanced: cut the rest as it is
        return entries + value[start:].split(",")
    return [*entries, value[start:]]


def _mailbox(entry: str) -> Mailbox | None:
    plain = _outside(entry)
    angle = plain.rfind("<")
    if angle >= 0:
        inside = entry[angle + 1 :].partition(">")[0].strip()
        inside = inside.rpartition(":")[2] if inside.startswith("@") else inside  # an old route
        address = clean(inside) or _first(inside)
        name = entry[:angle]
    else:
        address = clean(plain.strip(" '")) or _first(plain) or _first(entry)
        name = entry.partition("(")[2].rpartition(")")[0]
    return Mailbox(address, _name(name)) if address else None


def _first(text: str) -> str:
    found = _ADDRESS.search(text)
    return clean(found.group().strip("'.")) if found else ""


def _name(text: str) -> str:
    text = headers.decode(text)
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    return headers.decode(text).strip("' ")[:200]


def _outside(text: str) -> str:
    """The same text with blanks for what stands in quotes or comments: nothing there is an address."""
    kept: list[str] = []
    quoted, depth, escaped = False, 0, False
    for sign in text:
        blank = quoted or depth > 0
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == '"' and not depth:
            quoted = not quoted
            blank = True
        elif not quoted and sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
            blank = True
        kept.append(" " if blank else sign)
    return "".join(kept)
