"""Enhanced status codes (RFC 3463 and its registry) and what mail services make of them, by reason group."""

import re

from frontdesk.mail.parsing.model import Reason

_R = Reason
# Said of the last two numbers whatever the class; ``_PERMANENT`` and ``_PASSING`` differ from it.
_MEANINGS = {
    "1.0": _R.USER_UNKNOWN, "1.1": _R.USER_UNKNOWN, "1.2": _R.HOST_UNKNOWN, "1.3": _R.USER_UNKNOWN,
    "1.4": _R.FILTERED, "1.6": _R.HAS_MOVED, "1.7": _R.REJECTED, "1.8": _R.REJECTED, "1.9": _R.SYSTEM_ERROR,
    "1.10": _R.NOT_ACCEPT, "2.0": _R.FILTERED, "2.1": _R.FILTERED, "2.2": _R.MAILBOX_FULL, "2.3": _R.EXCEED_LIMIT,
    "2.4": _R.FILTERED, "3.0": _R.SYSTEM_ERROR, "3.1": _R.SYSTEM_FULL, "3.2": _R.NOT_ACCEPT, "3.3": _R.SYSTEM_ERROR,
    "3.4": _R.MESSAGE_TOO_BIG, "3.5": _R.SYSTEM_ERROR, "4.0": _R.NETWORK_ERROR, "4.1": _R.EXPIRED,
    "4.2": _R.NETWORK_ERROR, "4.3": _R.SYSTEM_ERROR, "4.4": _R.HOST_UNKNOWN, "4.5": _R.SYSTEM_FULL,
    "4.6": _R.NETWORK_ERROR, "4.7": _R.EXPIRED, "5.3": _R.TOO_MANY_CONNECTIONS, "5.4": _R.SYSTEM_ERROR,
    "5.5": _R.SYSTEM_ERROR, "5.6": _R.SECURITY_ERROR, "7.13": _R.SUSPENDED, "7.16": _R.MESSAGE_TOO_BIG,
    "7.17": _R.HAS_MOVED, "7.18": _R.HAS_MOVED, "7.20": _R.AUTH_FAILURE, "7.21": _R.AUTH_FAILURE,
    "7.22": _R.AUTH_FAILURE, "7.23": _R.AUTH_FAILURE, "7.24": _R.AUTH_FAILURE, "7.25": _R.REQUIRE_PTR,
    "7.26": _R.AUTH_FAILURE, "7.27": _R.NOT_ACCEPT, "7.29": _R.FAILED_STARTTLS, "7.30": _R.AUTH_FAILURE,
    # Microsoft's own.
    "1.20": _R.REJECTED, "1.90": _R.TOO_MANY_CONNECTIONS, "2.120": _R.MESSAGE_TOO_BIG,
    "2.121": _R.TOO_MANY_CONNECTIONS, "2.122": _R.TOO_MANY_CONNECTIONS, "4.300": _R.EXPIRED, "4.310": _R.HOST_UNKNOWN,
    "4.312": _R.NETWORK_ERROR, "4.316": _R.EXPIRED, "4.317": _R.FAILED_STARTTLS, "6.11": _R.CONTENT_ERROR,
    "7.57": _R.SECURITY_ERROR, "7.64": _R.NO_RELAYING, "7.501": _R.REJECTED, "7.502": _R.REJECTED,
    "7.503": _R.REJECTED, "7.505": _R.SUSPENDED, "7.506": _R.BLOCKED, "7.508": _R.TOO_MANY_CONNECTIONS,
    "7.509": _R.AUTH_FAILURE, "7.510": _R.BLOCKED, "7.511": _R.BLOCKED, "7.512": _R.NOT_COMPLIANT_RFC,
    "7.513": _R.BLOCKED, "7.515": _R.AUTH_FAILURE, "7.708": _R.BLOCKED, "7.750": _R.REJECTED,
    "7.124": _R.REJECTED, "7.129": _R.REJECTED, "7.133": _R.REJECTED, "7.134": _R.REJECTED, "7.135": _R.REJECTED,
    "7.136": _R.REJECTED, "7.12": _R.REJECTED, "7.500": _R.SYSTEM_ERROR, "7.507": _R.BLOCKED,
    "7.321": _R.FAILED_STARTTLS, "7.322": _R.FAILED_STARTTLS, "7.323": _R.FAILED_STARTTLS,
    "7.324": _R.FAILED_STARTTLS, "7.325": _R.FAILED_STARTTLS, "7.504": _R.USER_UNKNOWN, "7.650": _R.BAD_REPUTATION,
    "7.652": _R.TOO_MANY_CONNECTIONS, "7.700": _R.SYSTEM_ERROR,
}  # fmt: skip
_PERMANENT = {"4.1": _R.USER_UNKNOWN, "4.14": _R.NETWORK_ERROR}
_PASSING = {"2.1": _R.SUSPENDED, "4.4": _R.NETWORK_ERROR, "4.5": _R.TOO_MANY_CONNECTIONS, "1.2": _R.NETWORK_ERROR}
# Microsoft numbers some by the hundred: what the network or the tenant of the sender did, and rules of mail flow.
_RANGES = (
    (range(500, 700), _R.BLOCKED), (range(700, 750), _R.TOO_MANY_CONNECTIONS), (range(850, 900), _R.BLOCKED),
    (range(900, 1000), _R.POLICY_VIOLATION),
)  # fmt: skip
_SUBJECTS = {"6": _R.CONTENT_ERROR, "7": _R.SECURITY_ERROR}
# Known to say little: what is written beside it says more.
VAGUE = {
    "0.0",
    "1.0",
    "2.0",
    "3.0",
    "4.0",
    "5.0",
    "6.0",
    "7.0",
    "7.1",
    "7.2",
    "5.1",
    "5.2",
    "5.4",
    "4.7",
    "4.1",
    "2.1",
    "1.9",
}

_CODE = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_BESIDE = re.compile(
    r"(?<![\d.])[245]\d\d[- ]{1,2}#?([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)|#([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)", re.ASCII
)
_REPLY = re.compile(r"(?<![\d.\w/:#-])([245][0-5]\d)(?=[ \-][^\d]|[ -]\d\.\d|[ -]$|:)(?!-\d)", re.ASCII)


def meaning(status: str) -> Reason | None:
    """The group of a status x.y.z; None where it says nothing."""
    first, _, rest = status.partition(".")
    if not rest or rest == "0.0":
        return None
    own = (_PERMANENT if first == "5" else _PASSING).get(rest)
    if own is None and first == "4" and rest == "7.1":
        return Reason.BLOCKED
    return own or _MEANINGS.get(rest) or _by_range(rest) or _SUBJECTS.get(rest.partition(".")[0])


def is_own(status: str) -> bool:
    """A code of three numbers in its last place is one vendor's own, with a meaning of its own."""
    rest = status.partition(".")[2]
    return len(rest.partition(".")[2]) == 3 and (rest in _MEANINGS or _by_range(rest) is not None)


def _by_range(rest: str) -> Reason | None:
    subject, _, detail = rest.partition(".")
    number = int(detail) if subject == "7" and detail.isdecimal() else 0
    return next((reason for numbers, reason in _RANGES if number in numbers), None)


def is_vague(status: str) -> bool:
    """Also one that tells no more than its subject: something about the content, about a policy."""
    first, _, rest = status.partition(".")
    named = {**_MEANINGS, **(_PERMANENT if first == "5" else _PASSING)}
    return rest in VAGUE or rest not in named


def find_status(text: str) -> str:
    """The status that the text names; that beside a reply code before any other."""
    found = _BESIDE.search(text)
    if found:
        return found[1] or found[2]
    bare = _CODE.search(text)  # versions of programs look like successes
    return bare.group() if bare else ""


def find_reply(text: str) -> str:
    """The SMTP reply code, of three digits."""
    found = _REPLY.search(text)
    return found[1] if found else ""
