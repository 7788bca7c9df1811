"""Notices in words: which addresses they tell of, and what is said of each."""

import re
from dataclasses import dataclass, field

from frontdesk.mail.parsing import addresses
from frontdesk.mail.parsing.limits import MAX_RECIPIENTS

_ADDRESS = re.compile(
    r"(?<![\w.@+=/-])([\w.!#$%&'*+=?^{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*)(?![\w@])"
)
# The address comes first on the line, or after a word that announces a recipient.
_LEADING = re.compile(
    r"^[\s>|*•·\"'`\-]*(?:"
    r"(?:>>> ?)?rcpt to:?|(?:final|failed|original|intended|the|your|invalid|bad|to)?[- ]?(?:recipients?|rcpt|addressee|address|mailbox|user|"
    r"destination|empfänger|destinatario|destinataire|an|to|para|à|a|e-?mail(?: address)?|name)\s*(?:is|was|address(?:es)?|\(s\))?\s*[:=]|"
    r"(?:smtp;\s*)?[245]\d\d[- ](?:[#(]?[245]\.\d{1,3}\.\d{1,3}\)?[: ]*)?|"
    r"(?:can'?t|could ?n[o']t|cannot|unable to|failed to|not) (?:be )?(?:deliver\w*|sen[dt]|reach\w*) (?:\w+ ){0,6}(?:to|for)|"
    r"(?:message|mail|e-?mail)?\s*(?:to|for|addressed to)|unknown user:?|user|\d{1,3}[.)]"
    r")?\s*(?:name:)?\s*[<(\[\"'*]*(?=[\w.!#$%&'*+=?^{|}~-]{1,64}@)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[>)\]\"'*]*\s*(?:$|[:,;.(\[\-–]|\.\.\.|on \w|by |at |was |is |has |does |could |not |did |failed|unknown|user|mailbox|reason|error|[A-Z(])"
)
_ANNOUNCING = re.compile(
    r"(?:recipient|rcpt|addressee|address(?:es|ed)?|deliver\w*|mailbox|destination|undeliver\w*|fail\w*|reach\w*|"
    r"reject\w*|unknown|not (?:be )?found|empfänger|zustell\w*|destinatari\w*|destinataire|entreg\w*|remis\w*|получател\w*|"
    r"宛|送信|收件|地址)",
    re.IGNORECASE,
)
_NO_RECIPIENTS = {"postmaster", "mailer-daemon", "abuse", "root", "mdaemon", "helpdesk", "support", "hostmaster"}
_NOT_A_RECIPIENT = re.compile(
    r"message-?id|^[\s>*]*(?:from|sender|de|von|return-path|reply-to|mail from|x-)\s*:|>>> ?mail from|contact|assistance|help",
    re.IGNORECASE,
)
_MAX_LINES = 2_000
_MAX_LINE = 2_000
_MAX_WORDS = 4_000  # characters kept of what is said of one


@dataclass
class Mention:
    address: str
    words: list[str] = field(default_factory=list)

    @property
    def diagnostic(self) -> str:
        return " ".join(" ".join(self.words).split())[:_MAX_WORDS]


def mentions(notice: str, *, ours: set[str], written_to: list[str]) -> list[Mention]:
    """The recipients a notice tells of. ``ours`` are who sent, ``written_to`` those that the returned mail names."""
    strong, weak, lines = _candidates(notice, ours)
    known = set(written_to)
    for names in (
        [each for each in strong if each in known],
        strong,
        [each for each in weak if each in known],
        weak[:1],
    ):
        if names:
            return _said_of(names[:MAX_RECIPIENTS], lines)
    return [Mention(each, lines) for each in written_to[:1] if each not in ours] or [
        Mention(each, lines) for each in written_to[:1]
    ]


def _candidates(notice: str, ours: set[str]) -> tuple[list[str], list[str], list[str]]:
    strong: dict[str, None] = {}
    weak: dict[str, None] = {}
    lines = [line[:_MAX_LINE] for line in notice.split("\n")[:_MAX_LINES]]
    before = ""
    for line in lines:
        for found in _ADDRESS.finditer(line) if "@" in line else ():
            address = addresses.clean(found[1].strip(".'"))
            if not address or address in ours or address.split("@")[0] in _NO_RECIPIENTS:
                continue
            if _NOT_A_RECIPIENT.search(line[: found.start()]):
                continue
            leads = _LEADING.match(line)
            is_first = leads is not None and leads.end() == found.start(1)
            if is_first and _AFTER.match(line[found.end() :]):
                strong[address] = None
            elif _ANNOUNCING.search(line) or _ANNOUNCING.search(before):
                weak.setdefault(address)
        before = line if line.strip() else before
    return list(strong), [each for each in weak if each not in strong] or list(weak), lines


def _said_of(names: list[str], lines: list[str]) -> list[Mention]:
    """Each line belongs to the recipient named last."""
    found = {name: Mention(name) for name in names}
    current: Mention | None = None
    size = 0
    for line in lines:
        lower = line.lower()
        if "@" in line:
            named = [
                name for name in (each[1].strip(".'").lower() for each in _ADDRESS.finditer(line)) if name in found
            ]
            if named:
                current = found[named[0]]
                size = sum(map(len, current.words))
        if current is not None and lower.strip() and size < _MAX_WORDS:
            current.words.append(line.strip())
            size += len(line)
    return list(found.values())
