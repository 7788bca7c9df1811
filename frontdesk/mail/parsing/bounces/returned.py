"""Our own mail as far as it came back with the notice."""

import re
from dataclasses import dataclass, field

from frontdesk.mail.parsing import headers

# Lines after which the notice quotes what was sent.
_MARKER = re.compile(
    r"^[\s>*]*(?:"
    r"[-=_*#~+]{2,}\s*(?:\w+ ){0,4}(?:(?:original|returned|unsent|undelivered|"
    r"source|enclosed) )?(?:message|mail|e-?mail|header|nachricht)"
    r"|(?:the )?(?:original|returned|unsent|undelivered|rejected) (?:message|mail|e-?mail)(?: headers?)? "
    r"(?:below|follows|is attached|was:?)"
    r"|[-=_*#~+ ]*(?:below (?:this line )?is|this is|here is|following is|attached is|enclosed is|"
    r"attachment is) (?:a |the )?(?:copy|header|original)"
    r"|(?:a )?copy of (?:the |your )?(?:original )?(?:message|mail)\b.{0,40}(?:below|follows|attached|:$)"
    r"|message headers? follow|(?:the )?(?:headers?|beginning|first \w+ lines|start|body) of "
    r"(?:the |your )?(?:original )?(?:message|mail)"
    r"|received message:|mail headers?:|ursprüngliche nachricht|mensaje original|message d'origine"
    r").{0,80}$",
    re.IGNORECASE,
)
_FIELD = re.compile(r"^[>|\s]{0,8}([A-Za-z][A-Za-z0-9-]{1,40}):(?:[ \t]|$)")
# Fields that letters have and reports have not.
_LETTER = {
    "received", "from", "to", "subject", "message-id", "date", "mime-version", "return-path", "x-mailer", "cc",
    "reply-to", "content-type", "content-transfer-encoding", "dkim-signature", "user-agent", "sender", "delivered-to",
    "organization", "x-original-to", "list-unsubscribe", "feedback-id", "references", "in-reply-to",
}  # fmt: skip
# Of these one at least: people and servers sum a letter up by the others too.
_TECHNICAL = {"received", "message-id", "mime-version", "return-path", "dkim-signature", "content-type", "x-mailer"}
_NEEDED = 3
_WINDOW = 12
_MAX_LINES = 5_000


@dataclass
class Returned:
    """``items`` are its header lines; ``start`` is the line of the notice where it begins; -1: a part of its own."""

    items: list[tuple[str, str]] = field(default_factory=list)
    start: int = -1

    def first(self, name: str) -> str:
        return next((value for each, value in self.items if each.lower() == name), "")

    def as_dict(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in self.items:
            found.setdefault(name.lower(), headers.decode(value))
        return found

    @property
    def message_id(self) -> str:
        return next(iter(headers.message_ids(self.first("message-id"))), "")


def from_part(data: bytes) -> Returned:
    """Of a part that is the mail, or only its headers."""
    data = data.lstrip(b"\r\n \t")
    return Returned(headers.read_block(data, 0, len(data)).items)


def from_text(text: str) -> Returned:
    """Of a notice in one piece: what follows a line that says so, or looks like the head of a letter."""
    lines = text.split("\n")[:_MAX_LINES]
    for number, line in enumerate(lines):
        if _FIELD.match(line) and _is_head(lines, number):
            return Returned(_head(lines, number), _with_marker(lines, number))
    return Returned([], next((number for number, line in enumerate(lines) if number > 2 and _MARKER.match(line)), -1))


def _with_marker(lines: list[str], number: int) -> int:
    """The notice ends before the line that announces the letter."""
    for back in range(number - 1, max(-1, number - 4), -1):
        if _MARKER.match(lines[back]):
            return back
    return number


def _is_head(lines: list[str], number: int) -> bool:
    names: set[str] = set()
    for line in lines[number : number + _WINDOW]:
        found = _FIELD.match(line)
        if found:
            names.add(found[1].lower())
        elif not line.strip() and names:
            break
    return len(names & _LETTER) >= _NEEDED and (bool(names & _TECHNICAL) or {"from", "date"} <= names)


def _head(lines: list[str], number: int) -> list[tuple[str, str]]:
    items: list[tuple[str, str]] = []
    for line in lines[number : number + 300]:
        found = _FIELD.match(line)
        if found:
            items.append((found[1], line[found.end() :].strip()))
        elif not line.strip(" >|"):
            break
        elif items and line[:1] in " \t>|":
            items[-1] = (items[-1][0], f"{items[-1][1]} {line.strip(' >|')}")
        else:
            break
    return items
