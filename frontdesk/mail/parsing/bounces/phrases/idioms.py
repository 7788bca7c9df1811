"""Sentences of well-known systems that mean one thing, whatever the code and the other words beside them are.

General families would misread them: "to protect our users from spam" tells why a rule exists, not what was found.
"""

import re

from frontdesk.mail.parsing.model import Reason

# fmt: off
_IDIOMS: dict[Reason, tuple[str, ...]] = {
    Reason.REQUIRE_PTR: (
        r"(?:have|has) a ptr record|ptr record'?s forward|guidelines regarding ptr",
        r"match the ip address of the hostname",
        r"generic dns ptr",
    ),
    Reason.AUTH_FAILURE: (
        r"fails? to pass authentication checks",
        r"(?:required authentication level|authentication requirements defined for the sender)",
        r"(?:spf|dkim|dmarc) sender invalid",
    ),
    Reason.FAILED_STARTTLS: (
        r"mta-sts validation",
        r"tlsa-invalid|dnssec-invalid|certificate-(?:expired|host-mismatch)|starttls-not-supported",
        r"restrictdomainsto(?:ipaddresses|certificate)",
        r"requires? (?:encryption \(tls|tls version|high-strength cipher)",
        r"tls/ssl(?:v3)? (?:connection required|for smtp)|sent over a tls connection",
    ),
    Reason.BLOCKED: (
        r"unusual rate of (?:unsolicited )?mail",
        r"access denied, please try again later|try again later, closing connection",
        r"suspected (?:bounce attacks|spam ip)|connection denied",
        r"not accepting connections",
        r"recipient temporarily unavailable.{0,80}mimecast",
        r"no valid recipients from \S",
        r"(?:are|currently) sending spam|spam ips? blocked|spams from your ip",
        r"to submit messages to this e-mail system",
    ),
    Reason.BAD_REPUTATION: (
        r"local ct ip reputation",
        r"internal resources are temporarily unavailable.{0,80}mimecast",
        r"connection rejected by policy \[7",
    ),
    Reason.REJECTED: (
        r"header-based (?:manually )?blocked senders",
        r"envelope blocked",
        r"mail sending denied",
        r"your (?:domain|e-?mail address) has been black|your domain has been blocked|\bbadmailfrom\b",
        r"unresolvable rfc\.?5321|domain not allowed for sender ip|will be permanently deferred",
        r"resolver\.rst\.notauthori[sz]ed|(?<!9\d\d )delivery not authori[sz]ed, message",
        r"sender (?:was )?not authenticated (?:by|for)|sender not in allowed",
        r"rule imposed mailbox access|recursive cname|spam reporting address|empty email address",
        r"this server does not accept mail from|mail is rejected by recipients",
        r"different address or alias",
    ),
    Reason.POLICY_VIOLATION: (
        r"presents a potential security",
        r"anti-?spoofing policy|host network,? not allowed",
        r"not accepting mail with|messages containing images or",
    ),
    Reason.NOT_COMPLIANT_RFC: (
        r"not rfc ?\d{4} compliant|encoded-word syntax|mail message is malformed",
    ),
    Reason.CONTENT_ERROR: (
        r"mime complexity|recipient list, exceeds policy|improperly-formatted binary|invalid message content",
    ),
    Reason.FILTERED: (
        r"blocked by the recipient|not found recipient account",
    ),
    Reason.SPAM_DETECTED: (
        r"black ?listed url|spam or virus\b(?! scan)",
    ),
    Reason.NOT_ACCEPT: (
        r"inbounds disabled|no mail-enabled subscriptions|mail receiving disabled|no route for current request",
    ),
    Reason.TOO_MANY_CONNECTIONS: (
        r"submission quota exceeded|thread limit|frequency (?:of receiving messages is )?limited|access denined",
        r"account service is temporarily unavailable.{0,80}mimecast|due to excessive volume",
        r"messages? per connection reached|relay (?:sending )?limit exceeded|maximum number of connections",
    ),
    Reason.SUSPENDED: (
        r"delivery error: dd \S+@\S+ is no longer valid",
        r"account that you tried to reach is (?:disabled|inactive)|mailbox cannot be accessed",
    ),
    Reason.USER_UNKNOWN: (
        r"mail action aborted, mailbox not found|mailbox is not allowed|user doesn't have an? \S+ account",
    ),
    Reason.SECURITY_ERROR: (
        r"too many login attempts",
    ),
    Reason.SYSTEM_ERROR: (
        r"(?:server|agent) busy|failed to be replicated|suspiciousremoteserver",
        r"temporary (?:server|system) (?:error|problem)",
        r"unable to process (?:connection|an email|command)|mail server temporarily rejected",
        r"list expansion problem|address ambiguous|misconfigured forwarding|4\.3\.2 service not a",
    ),
}
_PATTERNS = tuple((reason, re.compile("|".join(patterns))) for reason, patterns in _IDIOMS.items())


def meaning(text: str) -> Reason | None:
    """The group of a sentence like these in an answer in lower case."""
    return next((reason for reason, pattern in _PATTERNS if pattern.search(text)), None)
