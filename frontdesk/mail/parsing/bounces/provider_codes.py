"""Codes of their own that mailbox providers put into answers, as they publish them."""

import re

from frontdesk.mail.parsing.model import Reason

_R = Reason
# Orange and La Poste: OFR_417, LPN007_417, OUK-506.
_FRENCH = re.compile(r"\b(?:ofr|lpn|ouk)[a-z0-9]*[-_]?(\d{3})\b")
_FRENCH_GROUPS = {
    _R.BLOCKED: "101 102 103 510 999",
    _R.TOO_MANY_CONNECTIONS: "104",
    _R.REQUIRE_PTR: "107 109",
    _R.AUTH_FAILURE: "401 517",
    _R.SECURITY_ERROR: "305 402",
    _R.REJECTED: "403 405 415 421",
    _R.USER_UNKNOWN: "416",
    _R.MAILBOX_FULL: "417",
    _R.SUSPENDED: "420 426",
    _R.SYSTEM_ERROR: "505",
    _R.SPAM_DETECTED: "506 513",
    _R.MESSAGE_TOO_BIG: "514",
    _R.POLICY_VIOLATION: "630",
}
# Secureserver: IB607.
_HOSTED = re.compile(r"\bib(\d{3})\b")
_HOSTED_GROUPS = {
    _R.TOO_MANY_CONNECTIONS: "007 101 504 510 605 607",
    _R.BLOCKED: "104 105 106 110 111 112 113",
    _R.BAD_REPUTATION: "103",
    _R.REQUIRE_PTR: "108",
    _R.SPAM_DETECTED: "212",
    _R.SECURITY_ERROR: "401",
    _R.NOT_COMPLIANT_RFC: "501 502",
    _R.REJECTED: "506",
    _R.AUTH_FAILURE: "508",
    _R.VIRUS_DETECTED: "705",
}
# Facebook: RCP-P2.
_SOCIAL = re.compile(r"\b((?:rcp|int|pol|dns|con|msg)-[pt]\d)\b")
_SOCIAL_GROUPS = {
    _R.USER_UNKNOWN: "rcp-p1 int-p1 int-p3 int-p4",
    _R.FILTERED: "rcp-p2 rcp-p3",
    _R.SUSPENDED: "rcp-t4",
    _R.MAILBOX_FULL: "int-p7",
    _R.MESSAGE_TOO_BIG: "msg-p1 int-p2",
    _R.CONTENT_ERROR: "msg-p2",
    _R.NOT_COMPLIANT_RFC: "msg-p3",
    _R.BLOCKED: "pol-p1 pol-p2 pol-p3 pol-p4 pol-t1 pol-t2 pol-t3",
    _R.VIRUS_DETECTED: "pol-p5",
    _R.SPAM_DETECTED: "pol-p6",
    _R.AUTH_FAILURE: "pol-p7",
    _R.POLICY_VIOLATION: "pol-p8",
    _R.REJECTED: "dns-p1 dns-p2 dns-t1",
    _R.REQUIRE_PTR: "dns-p3 dns-t2",
    _R.TOO_MANY_CONNECTIONS: "con-t1 con-t2 con-t3 con-t4 msg-t1",
}
# Cox: AUP and its own mark.
_CABLE = re.compile(r"\baup#(cxbl|cdrbl|cxdns|cxsndr|cxsmtp|cxcnct|cxmxrt|cxthrt|cxmj|ipbl|urlbl)")
_CABLE_GROUPS = {
    _R.BLOCKED: "cxbl cdrbl ipbl",
    _R.REQUIRE_PTR: "cxdns",
    _R.AUTH_FAILURE: "cxsndr",
    _R.REJECTED: "cxsmtp",
    _R.TOO_MANY_CONNECTIONS: "cxcnct cxmxrt",
    _R.SECURITY_ERROR: "cxthrt cxmj",
    _R.SPAM_DETECTED: "urlbl",
}


# I.UA answers with the address of a page for each.
_PAGES = re.compile(r"\.i\.ua/err/(\d{1,2})/")
_PAGE_GROUPS = {
    _R.NO_RELAYING: "1 6",
    _R.USER_UNKNOWN: "2",
    _R.SUSPENDED: "3",
    _R.MAILBOX_FULL: "4",
    _R.TOO_MANY_CONNECTIONS: "5",
    _R.BLOCKED: "7 9",
    _R.REJECTED: "8",
    _R.FILTERED: "10",
}
# Spectrum numbers its refusals by the ten, behind AUP and the way of the mail.
_NUMBERED = re.compile(r"\baup#[io]\w{0,3}-?(1\d{2})\d\b")
_NUMBERED_GROUPS = {
    _R.BLOCKED: "100 120 121 122 123 124 125",
    _R.REJECTED: "101 102 103 104 105 106 107 108 150 152",
    _R.SYSTEM_ERROR: "109",
    _R.REQUIRE_PTR: "110 111 112 113 114 115",
    _R.POLICY_VIOLATION: "116 117 118 119 156",
    _R.NETWORK_ERROR: "126",
    _R.TOO_MANY_CONNECTIONS: " ".join(map(str, [*range(130, 150), 154, 155, 158])),
    _R.MESSAGE_TOO_BIG: "153",
}
# au by KDDI: no name before the colon is a refusal by a filter of the one who was written to.
_UNNAMED = re.compile(r"\b550:? (:) user unknown")
_UNNAMED_GROUPS = {_R.FILTERED: ":"}


# PowerMTA names a category in a field of its own.
_CATEGORIES = {
    "bad-mailbox": _R.USER_UNKNOWN, "inactive-mailbox": _R.SUSPENDED, "quota-issues": _R.MAILBOX_FULL,
    "bad-domain": _R.HOST_UNKNOWN, "spam-related": _R.SPAM_DETECTED, "virus-related": _R.VIRUS_DETECTED,
    "content-related": _R.CONTENT_ERROR, "policy-related": _R.POLICY_VIOLATION, "invalid-sender": _R.REJECTED,
    "relaying-issues": _R.NO_RELAYING, "routing-errors": _R.NETWORK_ERROR, "bad-connection": _R.NETWORK_ERROR,
    "no-answer-from-host": _R.EXPIRED, "message-expired": _R.EXPIRED, "bad-configuration": _R.SYSTEM_ERROR,
    "protocol-errors": _R.SYNTAX_ERROR,
}  # fmt: skip


def of_category(name: str) -> Reason | None:
    """What the sending server itself took a refusal for."""
    return _CATEGORIES.get(name.strip().lower())


def _by_code(groups: dict[Reason, str]) -> dict[str, Reason]:
    return {code: reason for reason, codes in groups.items() for code in codes.split()}


_TABLES = tuple(
    (pattern, _by_code(groups))
    for pattern, groups in (
        (_FRENCH, _FRENCH_GROUPS),
        (_HOSTED, _HOSTED_GROUPS),
        (_SOCIAL, _SOCIAL_GROUPS),
        (_CABLE, _CABLE_GROUPS),
        (_PAGES, _PAGE_GROUPS),
        (_NUMBERED, _NUMBERED_GROUPS),
        (_UNNAMED, _UNNAMED_GROUPS),
    )
)


def meaning(text: str) -> Reason | None:
    """The group of such a code in an answer in lower case; None where it has none."""
    found = ((pattern.search(text), table) for pattern, table in _TABLES)
    return next((table[match[1]] for match, table in found if match and match[1] in table), None)
