"""What the server of a mailbox found out, as it wrote it into the mail (RFC 8601).

Anybody can write such a header: only those that carry the server's own name count, of which RFC 8601 (5) has it remove
every one that comes from outside; and of these the topmost.
"""

from collections.abc import Sequence

import authres

from frontdesk.mail.authentication import suffixes
from frontdesk.mail.authentication.model import MAILBOX, NONE, PASS, Finding, Verdict, finding, unchecked

_HEADER = "authentication-results"
NO_NAME = "The mailbox does not name the server whose check counts."
NOT_THERE = "The mailbox's server wrote nothing of its check."


def read(headers: Sequence[tuple[str, str]], *, authserv_id: str, from_domain: str) -> Verdict:
    if not authserv_id:
        return unchecked(NO_NAME)
    own = (value for name, value in headers if name.lower() == _HEADER)
    for value in own:
        told = _parse(value)
        if told is not None and str(told.authserv_id or "").lower() == authserv_id.lower():
            return _verdict(told, from_domain)
    return unchecked(NOT_THERE)


def _parse(value: str) -> authres.AuthenticationResultsHeader | None:
    try:
        return authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {' '.join(value.split())}")
    except (authres.AuthResError, ValueError, IndexError, AttributeError):
        return None


def _verdict(told: authres.AuthenticationResultsHeader, from_domain: str) -> Verdict:
    by_spf, spf_domain = _finding(told, "spf", ("mailfrom", "helo"))
    by_dkim, dkim_domain = _finding(told, "dkim", ("d", "i"))
    by_dmarc, _ = _finding(told, "dmarc", ("from",))
    passed = [
        domain for found, domain in ((by_spf, spf_domain), (by_dkim, dkim_domain)) if found["result"] == PASS and domain
    ]
    organizational = suffixes.organizational_domain(from_domain)
    aligned = (
        any(suffixes.organizational_domain(each) == organizational for each in passed) or by_dmarc["result"] == PASS
    )
    return Verdict(by_spf, by_dkim, by_dmarc, MAILBOX, aligned)


def _finding(
    told: authres.AuthenticationResultsHeader, method: str, properties: tuple[str, ...]
) -> tuple[Finding, str]:
    found = [each for each in told.results if str(getattr(each, "method", "")).lower() == method]
    if not found:
        return finding(NONE, f"{told.authserv_id} says nothing of it."), ""
    best = next((each for each in found if str(each.result).lower() == PASS), found[0])
    values = {str(each.name).lower(): str(each.value) for each in best.properties}
    domain = next((values[name] for name in properties if name in values), "").rpartition("@")[2].lower()
    detail = f"{told.authserv_id}: {domain}" if domain else str(told.authserv_id)
    return finding(str(best.result).lower(), detail), domain
