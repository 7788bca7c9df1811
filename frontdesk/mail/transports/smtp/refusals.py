"""What a server means by a refusal: this mail never, this mail later, or nothing at all for a while. Pure."""

import re

from frontdesk.mail.transports.smtp.line import Reply

# Whatever the code: the server speaks of how much it gets from us, not of the mail. Some providers say so with 5xx.
_TOO_MUCH = re.compile(
    r"too many (?:concurrent |simultaneous )?(?:smtp )?(?:connections|sessions)|connection (?:limit|rate)|throttl"
    r"|(?:sending|submission|message|user|hourly|daily|account)[\w ]{0,24}(?:rate|limit|quota)[\w ]{0,16}exceed"
    r"|exceed\w* [\w ]{0,24}(?:sending|submission|message|hourly|daily)[\w ]{0,16}(?:rate|limit|quota)"
    r"|rate[ -]?limit|too many (?:messages|e-?mails|mails)\b",
    re.IGNORECASE,
)
_A_DAY = re.compile(r"\b(?:daily|per day|24 ?hours?)\b", re.IGNORECASE)
_AN_HOUR = re.compile(r"\b(?:hourly|per hour)\b", re.IGNORECASE)
# RFC 3463: the mailbox, not the server, is full or wants patience.
_OF_THE_MAILBOX = re.compile(r"\b[45]\.[12]\.\d{1,3}\b")
_OF_THE_SERVER = re.compile(r"\b4\.3\.[12]\b|\b4\.4\.5\b")
# 530: sign in first; 534, 535, 538: as one signs in it does not do.
_SIGN_IN = frozenset({530, 534, 535, 538})


def wants_sign_in(reply: Reply) -> bool:
    return reply.code in _SIGN_IN


def is_busy(reply: Reply) -> bool:
    return not _OF_THE_MAILBOX.search(reply.text) and bool(_TOO_MUCH.search(reply.text))


def is_overloaded(stage: str, reply: Reply) -> bool:
    """Before a recipient is named, a passing refusal is about the server: it would be the same for the next mail."""
    if reply.code // 100 != 4 or _OF_THE_MAILBOX.search(reply.text):
        return False
    return stage == "MAIL" and (reply.code in {421, 452} or bool(_OF_THE_SERVER.search(reply.text)))


def retry_after(reply: Reply) -> float:
    """Seconds until it is worth another try."""
    if _A_DAY.search(reply.text):
        return 3600.0
    return 900.0 if _AN_HOUR.search(reply.text) else 30.0
