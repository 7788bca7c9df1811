"""What mail servers write when they refuse, by reason group. Rules of meaning: words near words, not whole sentences.

Matched against text in lower case with single spaces.
"""

import re

from frontdesk.mail.parsing.bounces.phrases import mails, recipients, senders, systems
from frontdesk.mail.parsing.model import Reason

# What is more special comes first.
_ORDER = (
    Reason.HAS_MOVED,
    Reason.MAILBOX_FULL,
    Reason.VIRUS_DETECTED,
    Reason.AUTH_FAILURE,
    Reason.REQUIRE_PTR,
    Reason.MESSAGE_TOO_BIG,
    Reason.NO_RELAYING,
    Reason.FAILED_STARTTLS,
    Reason.BAD_REPUTATION,
    Reason.SPAM_DETECTED,
    Reason.TOO_MANY_CONNECTIONS,
    Reason.SUSPENDED,
    Reason.REJECTED,
    Reason.NOT_ACCEPT,
    Reason.BLOCKED,
    Reason.HOST_UNKNOWN,
    Reason.FILTERED,
    Reason.USER_UNKNOWN,
    Reason.NOT_COMPLIANT_RFC,
    Reason.POLICY_VIOLATION,
    Reason.SECURITY_ERROR,
    Reason.EXPIRED,
    Reason.NETWORK_ERROR,
    Reason.SYSTEM_FULL,
    Reason.MAILER_ERROR,
    Reason.CONTENT_ERROR,
    Reason.SYSTEM_ERROR,
    Reason.SYNTAX_ERROR,
)
_PATTERNS = {**recipients.PATTERNS, **mails.PATTERNS, **senders.PATTERNS, **systems.PATTERNS}


def _family(reason: Reason) -> tuple[Reason, re.Pattern[str]]:
    return reason, re.compile("|".join(f"(?:{each})" for each in _PATTERNS[reason]))


_EARLY = (Reason.NETWORK_ERROR, re.compile(systems.LOOKUP_FAILED))
_LATE = _ORDER.index(Reason.EXPIRED)
FAMILIES = (*map(_family, _ORDER[:_LATE]), _EARLY, *map(_family, _ORDER[_LATE:]))
