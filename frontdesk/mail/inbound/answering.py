"""Whether a machine may answer a mail (RFC 3834). Whatever answers by itself asks here first."""

import re
from datetime import timedelta

from django.utils import timezone

from frontdesk.mail.inbound import guards
from frontdesk.mail.models import EmailMessage, MailDomain, ReceivedMail, ReceivedState
from frontdesk.mail.parsing import MailKind

# Nobody reads what is sent there.
_NOBODY = re.compile(
    r"(?:mailer-daemon|postmaster|no-?_?\.?reply|do-?not-?reply|nicht-?antworten|bounces?|.*-(?:bounces|request|owner)"
    r"|owner-.*|listserv|majordomo|root|daemon)(?:\+.*)?@"
)
# Automatic answers to one address within a day: a second machine at the other end gets no more.
MAX_PER_DAY = 5


def automatic_reply_allowed(received: ReceivedMail) -> bool:
    """False for everything but the letter of a person who is not flooded already. Call it bound to the tenant."""
    address = received.from_address
    if received.state != ReceivedState.PARSED or received.kind != MailKind.MESSAGE or received.is_automatic:
        return False
    if received.is_spoofed or received.thread_id is None or not address or _NOBODY.match(address):
        return False
    if dict(received.authentication.get("dmarc") or {}).get("result") == "fail":
        return False
    domain = address.rpartition("@")[2]
    if guards.is_colleague(address) or MailDomain.objects.filter(domain=domain, verified_at__isnull=False).exists():
        return False
    since = timezone.now() - timedelta(days=1)
    sent = EmailMessage.objects.filter(thread_id=received.thread_id, created_at__gt=since, created_by__isnull=True)
    return sent[:MAX_PER_DAY].count() < MAX_PER_DAY
