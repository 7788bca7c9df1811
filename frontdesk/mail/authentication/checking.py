"""The checks, each on its own: what one cannot find out keeps none of the others."""

import ipaddress

import dkim
import spf

from frontdesk.mail.authentication import names, suffixes
from frontdesk.mail.authentication.model import (
    FAIL,
    NONE,
    OURSELVES,
    PASS,
    Envelope,
    Finding,
    Passed,
    Verdict,
    finding,
)
from frontdesk.platform import observe
from frontdesk.platform.addresses import Address
from frontdesk.platform.dns import DnsFailed

log = observe.logger(__name__)

# Signatures that are looked at; a mail has one or two.
MAX_SIGNATURES = 4
SECONDS_EACH, SECONDS_SPF = 5, 12
_INSIDE = [ipaddress.ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]
UNKNOWN = "The name servers did not tell."


def check(raw: bytes, envelope: Envelope) -> Verdict:
    """Asks name servers; outside of transactions alone. Never raises for what a mail or a name server says."""
    passed = Passed()
    with names.bounded():
        by_spf = _spf(envelope, passed)
        by_dkim = _dkim(raw, passed)
        if not passed.dkim and _peer_outside(envelope) is None:
            unknown = finding(NONE, "Cannot be told: it came by a server of ours, and no signature proves it.")
            return Verdict(by_spf, by_dkim, unknown, OURSELVES)
        by_dmarc, is_aligned = _dmarc(envelope.from_domain, passed, (by_spf, by_dkim))
    return Verdict(by_spf, by_dkim, by_dmarc, OURSELVES, is_aligned)


def _look_up(name: str, type: str, strict: bool = True, timeout: float = 0) -> list[tuple[tuple[str, str], object]]:
    """What pyspf asks for, from our own resolver."""
    try:
        return [((name, type), value) for value in names.ask(name, type)]
    except DnsFailed as error:
        raise spf.TempError(str(error)) from error


spf.DNSLookup = _look_up


def _spf(envelope: Envelope, passed: Passed) -> Finding:
    peer = _peer_outside(envelope)
    if peer is None:
        return finding(NONE, "It came by a server of ours: whence it came to that one is not known.")
    sender = envelope.sender or f"postmaster@{envelope.helo}"
    domain = sender.rpartition("@")[2].lower()
    try:
        query = spf.query(str(peer), sender, envelope.helo or domain, timeout=SECONDS_EACH, querytime=SECONDS_SPF)
        result, _, words = query.check()
    except Exception as error:  # noqa: BLE001 - the library raises whatever a hostile record makes it
        log.info("spf.failed", error=type(error).__name__)
        return finding("permerror", f"The SPF record of {domain} cannot be read.")
    if result == PASS:
        passed.spf = domain
        return finding(PASS, f"{peer} sends for {domain}.")
    if result == NONE:
        return finding(NONE, f"{domain} does not say which servers send for it.")
    if result == "temperror":
        return finding(result, UNKNOWN)
    return finding(result, str(words) or f"{peer} does not send for {domain}.")


def _peer_outside(envelope: Envelope) -> Address | None:
    """Who brought it; None for a server of ours, which is no sender: a unix socket, this machine, a private network."""
    try:
        peer = ipaddress.ip_address(envelope.peer)
    except ValueError:
        return None
    is_inside = peer.is_loopback or peer.is_link_local or any(peer in network for network in _INSIDE)
    return None if is_inside else peer


def _dkim(raw: bytes, passed: Passed) -> Finding:
    try:
        message = dkim.DKIM(raw, timeout=SECONDS_EACH)
        count = sum(1 for name, _ in message.headers if name.lower() == b"dkim-signature")
    except Exception as error:  # noqa: BLE001 - the library raises whatever a hostile header makes it
        log.info("dkim.failed", error=type(error).__name__)
        return finding("permerror", "Its headers cannot be read as DKIM wants.")
    if not count:
        return finding(NONE, "It is not signed.")
    results = [_signature(message, number, passed) for number in range(min(count, MAX_SIGNATURES))]
    return next((each for each in results if each["result"] == PASS), results[0])


def _signature(message: dkim.DKIM, number: int, passed: Passed) -> Finding:
    lost: list[str] = []

    def ask(name: bytes, timeout: float = 0) -> bytes | None:
        try:
            found = names.text(name.decode("ascii", "replace"))
        except DnsFailed:
            lost.append(UNKNOWN)
            return None
        return found.encode() if found is not None else None

    try:
        good = message.verify(number, dnsfunc=ask)
    except dkim.DKIMException as error:
        return finding(FAIL, f"Its signature does not hold: {str(error)[:200]}.")
    except Exception as error:  # noqa: BLE001 - as above
        log.info("dkim.failed", error=type(error).__name__)
        return finding("permerror", "Its signature cannot be read.")
    domain = (message.domain or b"").decode("ascii", "replace").lower()
    if not good:
        detail = f"Its signature of {domain} does not hold."
        return finding("temperror", lost[0]) if lost else finding(FAIL, detail)
    if b"l" in (message.signature_fields or {}):
        return finding("policy", f"Signed by {domain}, but only its beginning: more may have been added.")
    passed.dkim.append(domain)
    return finding(PASS, f"Signed by {domain}.")


def _dmarc(domain: str, passed: Passed, others: tuple[Finding, Finding]) -> tuple[Finding, bool]:
    if not domain:
        return finding(NONE, "It names no sender."), False
    organizational = suffixes.organizational_domain(domain)
    relaxed = _aligned(passed, domain, spf_strict=False, dkim_strict=False)
    try:
        record, place = _record(domain), domain
        if not record and organizational != domain:
            record, place = _record(organizational), organizational
    except DnsFailed:
        return finding("temperror", UNKNOWN), relaxed
    if not record:
        return finding(NONE, f"{domain} has no DMARC policy."), relaxed
    strict = {name: record.get(name) == "s" for name in ("aspf", "adkim")}
    aligned = _aligned(passed, domain, spf_strict=strict["aspf"], dkim_strict=strict["adkim"])
    policy = record.get("p", NONE) if place == domain else record.get("sp", record.get("p", NONE))
    if aligned:
        return finding(PASS, f"Proven to be of {domain}."), True
    if any(each["result"] == "temperror" for each in others):
        return finding("temperror", UNKNOWN), relaxed
    return finding(FAIL, f"Not proven to be of {domain}, which asks for: {policy}."), relaxed


def _aligned(passed: Passed, domain: str, *, spf_strict: bool, dkim_strict: bool) -> bool:
    return _fits(passed.spf, domain, spf_strict) or any(_fits(each, domain, dkim_strict) for each in passed.dkim)


def _fits(found: str, domain: str, strict: bool) -> bool:
    if not found:
        return False
    return (
        found == domain if strict else suffixes.organizational_domain(found) == suffixes.organizational_domain(domain)
    )


def _record(domain: str) -> dict[str, str]:
    """The one policy of a domain; several are as none (RFC 7489, 6.6.3). Raises DnsFailed."""
    found = [each for each in names.texts(f"_dmarc.{domain}") if each.replace(" ", "").startswith("v=DMARC1")]
    if len(found) != 1:
        return {}
    pairs = (part.partition("=") for part in found[0].split(";"))
    return {name.strip().lower(): value.strip().lower() for name, sign, value in pairs if sign}
