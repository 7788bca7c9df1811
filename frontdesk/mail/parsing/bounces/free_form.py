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
    r"(?:(?:final|failed|original|intended|the|your|invalid|bad|error)?[- ]?(?:recipients?|rcpt to|rcpt|addressee|"
    r"address|mailbox|user|for|"
    r"destination|empfänger|destinatario|destinataire|an|to|para|à|a|e-?mail(?: address)?|name))\s*(?:is|was|"
    r"address(?:es)?|\(s\))?\s*[:=]\s*|"
    r"(?:smtp;\s*)?[245]\d\d[- ](?:[#(]?[245]\.\d{1,3}\.\d{1,3}\)?[: ]*)?(?:unknown user )?|"
    r"(?:can'?t|could ?n[o']t|cannot|unable to|failed to|not|sorry, unable to) (?:be )?(?:deliver\w*|sen[dt]|"
    r"reach\w*) (?:\w+ ){0,6}(?:to|for)\s+|"
    r"(?:(?:your )?(?:message|mail|e-?mail)\s+)?(?:to|for|addressed to)\s+|unknown user:?\s+|user\s+|\d{1,3}[.)]\s+"
    r")?(?:name:\s*)?(?:\"[^\"<>]{0,80}\"\s*)?[<(\[\"'*]*(?:[^@]{0,200}smtp=)?(?=[\w.!#$%&'*+=?^{|}~-]{1,64}@)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[>)\]\"'*]*\s*(?:$|[:,;.(\[\-–<]|\.\.\.|on \w|by |at |for |was |is |has |does |could |not |did |failed|"
    r"unknown|user|"
    r"mailbox|reason|error|[A-Z(])"
)
# What comes next are those who did not get it.
_FOLLOWING = re.compile(
    r"following (?:\w+ )?(?:recipient|address|destination|user|e-?mail|mailbox)|did not reach|"
    r"recipients?(?:\(s\))?:?\s*$|"
    r"(?:address|addresses|recipients) (?:failed|had|which)|folgende|siguientes? (?:destinatari|direcci)|suivant|"
    r"seguent[ei] |destinatari.{0,20}:\s*$|volgende|следующ|以下|下列|次の",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"@[\w.-]+[>)\]\"']*:\s+\S")
# In a transcript of Sendmail each line tells of one recipient: "550 <bob@office.test>... User unknown".
_TRANSCRIBED = re.compile(r"^[45]\d\d (?:[45]\.\d{1,3}\.\d{1,3} )?<?[^\s<>@]{1,64}@[^\s<>@]{1,253}>?\.\.\. \S")
_SUMMARY = re.compile(r"^[\s*•-]*(?:to|cc|an|para|à|a|do|komu|aan|till|кому|宛先|收件人)\s*:", re.IGNORECASE)
_GENERATED = re.compile(
    r"\((?:ultimately )?(?:expanded|generated) from:?\s*<?([^<>()\s]{1,320}@[^<>()\s]{1,253})>?\)", re.IGNORECASE
)
_ANNOUNCING = re.compile(
    r"(?:recipient|rcpt|addressee|address(?:es|ed)?|deliver\w*|mailbox|destination|undeliver\w*|fail\w*|reach\w*|"
    r"reject\w*|unknown|not (?:be )?found|empfänger|zustell\w*|destinatari\w*|destinataire|entreg\w*|remis\w*|"
    r"получател\w*|"
    r"宛|送信|收件|地址)",
    re.IGNORECASE,
)
_NO_RECIPIENTS = {"postmaster", "mailer-daemon", "abuse", "root", "mdaemon", "helpdesk", "support", "hostmaster"}
_NOT_A_RECIPIENT = re.compile(
    r"message-?id|^[\s>*]*(?:from|sender|de|von|return-path|reply-to|mail from|x-)\s*:|>>> ?mail from|contact|"
    r"assistance|help|\b(?:mail|messages?|sent|sender|e-?mails?) (?:from|by):?\s*[<\"'(]{0,2}$",
    re.IGNORECASE,
)
_MAX_LINES = 2_000
_MAX_LINE = 2_000
_MAX_SAID = 100  # lines
_MAX_WORDS = 4_000  # characters kept of what is said of one


@dataclass
class Mention:
    """``original`` is the address that became this one on the way, where the notice tells it."""

    address: str
    original: str = ""
    words: list[str] = field(default_factory=list)
    near: int = 0

    @property
    def diagnostic(self) -> str:
        return " ".join(" ".join(self.words).split())[:_MAX_WORDS]

    @property
    def beside(self) -> str:
        """What stands on the line of the address after a colon, and below up to an empty line."""
        return " ".join(" ".join(self.words[: self.near]).split())[:_MAX_WORDS] if self.near else ""


@dataclass
class _Found:
    """Addresses by how surely they are of recipients, in the order of the notice."""

    listed: dict[str, None] = field(default_factory=dict)
    leading: dict[str, None] = field(default_factory=dict)
    summed_up: dict[str, None] = field(default_factory=dict)
    near: dict[str, None] = field(default_factory=dict)


def mentions(notice: str, *, ours: set[str], written_to: list[str]) -> list[Mention]:
    """The recipients a notice tells of. ``ours`` are who sent, ``written_to`` those that the returned mail names."""
    lines = [line[:_MAX_LINE] for line in notice.split("\n")[:_MAX_LINES]]
    known = set(written_to)
    found = _candidates(lines, ours, known)
    strong = {**found.listed, **found.leading}
    for names in (
        list(found.listed),
        [each for each in strong if each in known],
        list(strong),
        [each for each in found.near if each in known],
        list(found.summed_up),
        list(found.near)[:1],
    ):
        if names:
            return _said_of(names[:MAX_RECIPIENTS], lines)
    rest = [each for each in written_to if each not in ours] or written_to
    return [Mention(each, words=[line for line in lines if line.strip()]) for each in rest[:1]]


def _candidates(lines: list[str], ours: set[str], known: set[str]) -> _Found:
    result = _Found()
    before, is_listing = "", False
    for line in lines:
        for found in _ADDRESS.finditer(line) if "@" in line else ():
            address = _cleaned(found[1])
            if not address or address in ours or (address.split("@")[0] in _NO_RECIPIENTS and address not in known):
                continue
            if _NOT_A_RECIPIENT.search(line[: found.start()]):
                continue
            _sort(result, line, before, found, address, is_listing=is_listing)
        if line.strip():
            is_listing = is_listing or bool(_FOLLOWING.search(line))
            before = line
    return result


def _sort(result: _Found, line: str, before: str, found: re.Match[str], address: str, *, is_listing: bool) -> None:
    leads = _LEADING.match(line)
    is_first = leads is not None and found.start(1) <= leads.end() <= found.end(1) and leads.end() >= found.start(1)
    if is_first and _SUMMARY.match(line):
        result.summed_up[address] = None
    elif is_first and _AFTER.match(line[found.end() :]):
        is_listed = is_listing or _TRANSCRIBED.match(line)
        (result.listed if is_listed else result.leading)[address] = None
    elif _ANNOUNCING.search(line) or _ANNOUNCING.search(before):
        result.near[address] = None


def _cleaned(text: str) -> str:
    return addresses.clean(re.sub(r"^.*smtp=", "", text.strip(".'"), flags=re.IGNORECASE))


def _said_of(names: list[str], lines: list[str]) -> list[Mention]:
    """Each line belongs to the recipient named last."""
    found = {name: Mention(name) for name in names}
    current: Mention | None = None
    for line in lines:
        if "@" in line:
            current = _turn_to(line, found, current)
        if current is None or len(current.words) >= _MAX_SAID:
            continue
        if line.strip():
            current.words.append(line.strip())
            if not current.near and _TRANSCRIBED.match(current.words[0]):
                current.near = 1
        elif not current.near and _BESIDE.search(current.words[0]):
            current.near = len(current.words)
    return list(found.values())


def _turn_to(line: str, found: dict[str, Mention], current: Mention | None) -> Mention | None:
    """The recipient that this line names; it may only tell where the address of the one before came from."""
    origin = _GENERATED.search(line)
    named = [name for name in (_cleaned(each[1]) for each in _ADDRESS.finditer(line)) if name in found]
    if named and not (origin and _cleaned(origin[1]) == named[0]):
        current = found[named[0]]
    if origin and current is not None:
        current.original = current.original or addresses.clean(origin[1])
    return current
