"""What is asked and what comes out."""

from dataclasses import dataclass, field
from typing import TypedDict

PASS, FAIL, NONE = "pass", "fail", "none"
# By whom: this installation, the server of a mailbox, a provider, or nobody.
OURSELVES, MAILBOX, PROVIDER, NOBODY = "frontdesk", "mailbox", "provider", ""


class Finding(TypedDict):
    """``result`` in the words of RFC 8601 (pass, fail, softfail, neutral, none, temperror, permerror); ``detail`` for
    people."""

    result: str
    detail: str


@dataclass(frozen=True, slots=True)
class Envelope:
    peer: str
    helo: str
    sender: str
    from_domain: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``is_aligned``: SPF or DKIM passed for the domain in From, which proves the domain and no more."""

    spf: Finding
    dkim: Finding
    dmarc: Finding
    by: str = NOBODY
    is_aligned: bool = False

    def as_json(self) -> dict[str, object]:
        findings = {"spf": self.spf, "dkim": self.dkim, "dmarc": self.dmarc}
        return {**findings, "by": self.by, "is_aligned": self.is_aligned}


@dataclass(slots=True)
class Passed:
    """The domains for which something passed."""

    spf: str = ""
    dkim: list[str] = field(default_factory=list)


def finding(result: str, detail: str = "") -> Finding:
    return {"result": result, "detail": detail[:300]}


def unchecked(reason: str) -> Verdict:
    nothing = finding(NONE, reason)
    return Verdict(nothing, nothing, nothing)
