"""Why a recipient did not get the mail: codes first, then what was written beside them."""

import re
from functools import lru_cache

from frontdesk.mail.parsing.bounces import phrases, provider_codes, status_codes
from frontdesk.mail.parsing.bounces.phrases import idioms
from frontdesk.mail.parsing.model import Reason

_R = Reason
_MAX = 2_500  # characters of a diagnosis that are looked at
_SPACE = re.compile(r"\s+")
_REPEATED = re.compile(r"(?<!\d)([245]\d\d)-(?=\d\.\d|\D)")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@([\w.-]+)")
# A reply of several lines has them in the midst of its words.
_CODES = re.compile(r"(?<!:)\s[245]\d\d[ -][245]\.\d{1,3}\.\d{1,3}\s+")
# Postfix puts this before whatever its rules say.
_WRAPPED = re.compile(r"(?:recipient|sender) address rejected: (?!access denied)")
# Why a rule exists says nothing of what was found.
_PURPOSE = re.compile(r"to (?:best |help )?(?:protect|reduce|prevent|fight|combat)\b[^.]{0,80}?\bspam\b[^.,]{0,40}")
_QUERY = re.compile(r"(https?://[^\s?#]{1,300})[?#]\S*")
_COMMAND = re.compile(
    r"in (?:reply|response) to (?:the )?(?:end of )?(mail from|rcpt to|data|helo|ehlo|mail|rcpt)|end of (data)\b|"
    r"after (?:end of )?(data|mail from|rcpt to|mail|rcpt|helo|ehlo|initial connection)|"
    r"smtp command:? (data|rcpt|mail|helo|ehlo)|"
    r">>> ?(mail from|rcpt to|data|helo|ehlo)|(?:error|failed|rejected) (?:at|during|on|in) (?:the )?"
    r"(data|mail|rcpt|helo|ehlo)\b|did not like our (?:final )?(rcpt to|mail from|data|helo|ehlo)"
)
# These codes are hardly ever wrong.
_SURE = {_R.MAILBOX_FULL, _R.MESSAGE_TOO_BIG, _R.HAS_MOVED, _R.AUTH_FAILURE, _R.REQUIRE_PTR, _R.EXCEED_LIMIT}
# What a server may mean by "no such user" when it writes so.
_BESIDES_UNKNOWN = {
    _R.NO_RELAYING, _R.BLOCKED, _R.MAILBOX_FULL, _R.HAS_MOVED, _R.REJECTED, _R.NOT_ACCEPT, _R.SUSPENDED,
    _R.FILTERED, _R.SPAM_DETECTED, _R.AUTH_FAILURE, _R.TOO_MANY_CONNECTIONS, _R.REQUIRE_PTR, _R.BAD_REPUTATION,
    _R.MESSAGE_TOO_BIG,
}  # fmt: skip
# Too general to stand against a code that tells more.
_WEAK = {
    _R.SECURITY_ERROR, _R.SYSTEM_ERROR, _R.NETWORK_ERROR, _R.EXPIRED, _R.CONTENT_ERROR, _R.MAILER_ERROR,
    _R.SYNTAX_ERROR, _R.POLICY_VIOLATION, _R.NOT_COMPLIANT_RFC,
}  # fmt: skip
_REFUSED_AT_ONCE = re.compile(r"refused to talk to me|after initial connection|initial server greeting")
# What a server does not say of a recipient whom it does not know yet, or says of every sender.
_BEFORE_ANY_NAME = {
    None, _R.USER_UNKNOWN, _R.FILTERED, _R.SUSPENDED, _R.MAILBOX_FULL, _R.SECURITY_ERROR, _R.EXPIRED, _R.SYSTEM_ERROR,
    _R.NETWORK_ERROR,
}  # fmt: skip
_WHO_IS_UNKNOWN = {_R.USER_UNKNOWN, _R.HOST_UNKNOWN}
_DEAD = {_R.USER_UNKNOWN, _R.HOST_UNKNOWN, _R.HAS_MOVED}
_NO_MAIL_EVER = {"5.1.10"}
_NULL_MX = re.compile(r"null ?mx|indicated no smtp service")


def normalise(diagnostic: str) -> str:
    """One line in lower case. A reply of several lines repeats its code in each."""
    return _REPEATED.sub(r"\1 ", _SPACE.sub(" ", diagnostic[:_MAX])).lower().replace("’", "'").strip()


def decide(*, status: str, diagnostic: str, action: str = "failed", command: str = "") -> Reason:
    """The reason group. ``status`` is x.y.z or empty, ``diagnostic`` what the server wrote."""
    if action in {"delivered", "relayed", "expanded"} or (status.startswith("2.") and action != "failed"):
        return Reason.DELIVERED
    text = normalise(diagnostic)
    named = provider_codes.meaning(text) or idioms.meaning(text)
    if named is not None:
        return named
    code = status if status and not status.endswith(".0.0") else status_codes.find_status(text) or status
    reply = status_codes.find_reply(text)
    command = command or command_of(text)
    said = _by_phrase(text)
    told = status_codes.meaning(code)
    if reply and said in _BEFORE_ANY_NAME and _REFUSED_AT_ONCE.search(text):
        return Reason.BLOCKED
    if command == "mail" and said is Reason.SECURITY_ERROR and "access denied" in text:
        said = None
    if command == "mail" and (told is None or status_codes.is_vague(code)) and told not in _SURE:
        # Of the one who sends, MAIL FROM tells alone: who is unknown there is the sender.
        said = Reason.REJECTED if said in _WHO_IS_UNKNOWN or (said is None and reply[:1] == "5") else said
    return _weigh(said, told, code, reply, command) or _by_rest(text, reply, command, action, told)


def is_weak(reason: Reason) -> bool:
    """Whether more words could tell better."""
    return reason in _WEAK or reason in {Reason.ON_HOLD, Reason.UNDEFINED}


def is_hard(reason: Reason, status: str, reply: str = "", text: str = "") -> bool:
    """Whether it tells that the address is dead: nothing should be sent to it again. The table is in the docs."""
    if status.startswith("4.") or (not status and reply.startswith("4")):
        return False
    is_null = status in _NO_MAIL_EVER or reply == "556" or _NULL_MX.search(text) is not None
    return reason in _DEAD or (reason is Reason.NOT_ACCEPT and is_null)


def command_of(text: str) -> str:
    """The SMTP command that was refused, where the text (in lower case) names it: mail, rcpt, data, helo."""
    found = _COMMAND.search(text)
    return next((word for word in found.groups() if word), "").split(" ")[0].replace("ehlo", "helo") if found else ""


@lru_cache(maxsize=32)  # reports say the same of many recipients
def _by_phrase(text: str) -> Reason | None:
    words = _CODES.sub(" ", _ADDRESS.sub(r"<x@y>", _QUERY.sub(r"\1", _PURPOSE.sub(" ", text))))
    wrapped = _WRAPPED.search(words)
    return (_family_of(words[wrapped.end() :]) if wrapped else None) or _family_of(words)


def _family_of(words: str) -> Reason | None:
    return next((reason for reason, pattern in phrases.FAMILIES if pattern.search(words)), None)


def _weigh(said: Reason | None, told: Reason | None, code: str, reply: str, command: str) -> Reason | None:
    if told in _SURE or (told is not None and status_codes.is_own(code)):
        return told
    if told is Reason.REJECTED and said in _WHO_IS_UNKNOWN:
        return told
    if told is Reason.USER_UNKNOWN and not status_codes.is_vague(code):
        return said if said in _BESIDES_UNKNOWN else told
    if told is Reason.HOST_UNKNOWN:
        return said if said in {Reason.NETWORK_ERROR, Reason.EXPIRED, Reason.NOT_ACCEPT} else told
    if said is Reason.USER_UNKNOWN and command == "data" and told is not Reason.USER_UNKNOWN:
        return Reason.FILTERED  # accepted as an address, refused once the letter was seen
    if told is Reason.FILTERED and said is Reason.USER_UNKNOWN:
        return said if command == "rcpt" else told
    if said is None or (said in _WEAK and told is not None and not status_codes.is_vague(code)):
        return told
    return said


def _by_rest(text: str, reply: str, command: str, action: str, told: Reason | None) -> Reason:
    """Where neither a code nor words told."""
    if told is not None:
        return told
    if reply in {"521", "554", "556"}:
        return Reason.NOT_ACCEPT
    if reply == "552":
        return Reason.MAILBOX_FULL
    if reply[1:2] == "0" and reply:
        return Reason.SYNTAX_ERROR
    if action in {"delayed", "expired"}:
        return Reason.EXPIRED
    by_command = {"helo": Reason.BLOCKED, "mail": Reason.REJECTED, "rcpt": Reason.USER_UNKNOWN}
    if command in by_command and reply.startswith("5"):
        return by_command[command]
    return Reason.ON_HOLD if text else Reason.UNDEFINED
