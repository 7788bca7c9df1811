"""What a provider that received mail for us found out about its sender, where the call itself says so.

Headers that a provider writes into the mail (Mailgun, Postmark) are not believed: whoever sent it may have written
them. The signature in the mail is looked at when it is read, whatever is said here.
"""

import re
from collections.abc import Mapping
from typing import Any

from frontdesk.mail.authentication import suffixes
from frontdesk.mail.authentication.model import NONE, PASS, PROVIDER, Finding, Verdict, finding

# https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
_SES = {"PASS": PASS, "FAIL": "fail", "GRAY": NONE, "PROCESSING_FAILED": "temperror"}
_SES_POLICIES = {"none", "quarantine", "reject"}
# https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
_SENDGRID_SPF = {PASS, "fail", "softfail", "neutral", NONE, "temperror", "permerror"}
_SENDGRID_DKIM = re.compile(r"@?([A-Za-z0-9.-]{1,253})\s*:\s*([a-z]+)")


def of_ses(receipt: Mapping[str, Any]) -> dict[str, object]:
    by_spf, by_dkim, by_dmarc = (_ses(receipt.get(f"{name}Verdict")) for name in ("spf", "dkim", "dmarc"))
    policy = str(receipt.get("dmarcPolicy", "")).lower()
    if policy in _SES_POLICIES:
        by_dmarc = finding(by_dmarc["result"], f"Amazon SES; the domain asks for: {policy}.")
    is_told = any(f"{name}Verdict" in receipt for name in ("spf", "dkim", "dmarc"))
    is_aligned = by_dmarc["result"] == PASS
    return Verdict(by_spf, by_dkim, by_dmarc, PROVIDER, is_aligned).as_json() if is_told else {}


def _ses(told: object) -> Finding:
    status = str(told.get("status", "")) if isinstance(told, Mapping) else ""
    return finding(_SES.get(status.upper(), NONE), "Amazon SES")


def of_sendgrid(form: Mapping[str, str], *, sender: str, from_address: str) -> dict[str, object]:
    """``sender``: of the envelope, which SPF is about."""
    if "SPF" not in form and "dkim" not in form:
        return {}
    said = form.get("SPF", "").strip().lower()
    by_spf = finding(said if said in _SENDGRID_SPF else NONE, "SendGrid")
    passed = [sender.rpartition("@")[2]] if by_spf["result"] == PASS else []
    signed = [(name.lower(), result) for name, result in _SENDGRID_DKIM.findall(form.get("dkim", ""))]
    good = [name for name, result in signed if result == PASS]
    by_dkim = finding(
        PASS if good else "fail" if signed else NONE, f"SendGrid: {', '.join(good)}" if good else "SendGrid"
    )
    wanted = suffixes.organizational_domain(from_address.rpartition("@")[2])
    is_aligned = bool(wanted) and any(suffixes.organizational_domain(each) == wanted for each in [*passed, *good])
    return Verdict(by_spf, by_dkim, finding(NONE, "SendGrid says nothing of it."), PROVIDER, is_aligned).as_json()
