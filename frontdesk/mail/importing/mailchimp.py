"""Mailchimp's merge tags (`*|FNAME|*`) to Liquid, and its marks for editable parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.model import UNSUPPORTED, Log
from frontdesk.mail.importing.names import BROWSER, PREFERENCES, UNSUBSCRIBE
from frontdesk.mail.importing.people import field_of, output_of

# Short, and without its own signs: the search stays linear whatever stands there.
_TAG = re.compile(r"\*\|([^|*\n]{1,200})\|\*")
_PERCENT_TAG = re.compile(r"\*%7C([A-Z0-9_:]{1,60})%7C\*")
_ADDRESS = "organization.postal_address | newline_to_br"
_VALUES = {
    "FNAME": "recipient.name",
    "NAME": "recipient.name",
    "EMAIL": "recipient.email",
    "LIST:COMPANY": "organization.name",
    "LIST:NAME": "organization.name",
    "USER:COMPANY": "organization.name",
    "LIST:EMAIL": "organization.support_address",
    "USER:EMAIL": "organization.support_address",
    "UNSUB": UNSUBSCRIBE,
    "UNSUBSCRIBE": UNSUBSCRIBE,
    "UPDATE_PROFILE": PREFERENCES,
    "ABOUT_LIST": PREFERENCES,
    "ARCHIVE": BROWSER,
    "ARCHIVE_LINK_SHORT": BROWSER,
    "MC:SUBJECT": "subject",
    "LIST:ADDRESSLINE": "organization.postal_address",
    "LIST:ADDRESS_LINE": "organization.postal_address",
    "USER:ADDRESS": "organization.postal_address",
    "LIST:ADDRESS": _ADDRESS,
    "LIST:ADDRESS_HTML": _ADDRESS,
    "HTML:LIST_ADDRESS_HTML": _ADDRESS,
    "USER:ADDRESS_HTML": _ADDRESS,
    "HTML:USER_ADDRESS_HTML": _ADDRESS,
    "FORWARD": BROWSER,
}
# What newsletters say otherwise than other mail.
_IN_NEWSLETTERS = {"FNAME": "first_name", "LNAME": "last_name", "NAME": "name", "MC:SUBJECT": "title"}
_ADVICE = {
    "TWITTER:PROFILE_URL": "Write the address of your profile here.",
    "FACEBOOK:PROFILE_URL": "Write the address of your profile here.",
    "LIST:PHONE": "Write your organisation's telephone number here.",
    "LIST:URL": "Write your organisation's web address here.",
}
# Removed, and told: without them the mail is whole, though it may say less.
_NOTES = {
    "LIST:DESCRIPTION": "Write in its place why people get this mail.",
    "FORWARD": "Nothing forwards a mail here: the link leads to the mail's page, whose address can be passed on.",
}
_REMOVED = frozenset(
    {"REWARDS", "REWARDS_TEXT", "MC:TOC", "MC_PREVIEW_TEXT", "MC:TOC_TEXT", "GOOGLE_ANALYTICS", "FACEBOOK:LIKE"}
)
# What Mailchimp says of itself, not of the recipient.
_SAME_FOR_ALL = {"LIST": True, "ARCHIVE_PAGE": False, "REWARDS": False, "MC_PREVIEW_TEXT": False}
_COMPARED = re.compile(r"\s*([\w:]+)\s*(!=|>=|<=|=|>|<)\s*(.+?)\s*\Z")
_FIELD = re.compile(r"[A-Z][A-Z0-9_]*\Z")
_ENDS = {"END:IF": "{% endif %}", "ENDIF": "{% endif %}", "END:IFNOT": "{% endif %}"}
_MARKS = re.compile(
    r"""\s+mc:(?:edit|repeatable|variant|hideable|label|contenteditable|allowtext|allowdesigner|disabletracking)"""
    r"""(?:\s*=\s*(?:"[^"]{0,200}"|'[^']{0,200}'|[^\s>"']{1,200}))?""",
    re.IGNORECASE,
)


def convert_mailchimp(draft: Draft, log: Log, today: date | None, *, is_newsletter: bool = False) -> None:
    """`today` writes the year of `*|CURRENT_YEAR|*`: there is no clock when a mail is rendered.

    Newsletters know their reader's own fields; for other mail an unknown field is a placeholder of its own.
    """
    draft.apply(Edit(match.start(), match.end(), f"*|{match[1]}|*") for match in _PERCENT_TAG.finditer(draft.text))
    walk = _Walk(draft, log, _Words(today, is_newsletter=is_newsletter))
    for match in _TAG.finditer(draft.text):
        walk.take(match)
    draft.apply(walk.finish())


@dataclass(frozen=True, slots=True)
class _Words:
    today: date | None
    is_newsletter: bool

    def value(self, name: str) -> str | None:
        own = _IN_NEWSLETTERS.get(name) if self.is_newsletter else None
        return own or _VALUES.get(name)

    def shown(self, tag: str) -> str | None:
        """A field of the list, as a placeholder."""
        name = tag.upper()
        if not _FIELD.match(name) or name in _ADVICE:
            return None
        return output_of(tag) if self.is_newsletter else f"{{{{ {tag.lower()} }}}}"

    def asked(self, written: str) -> str | None:
        """The same name in a condition."""
        name = written.strip().upper()
        found = self.value(name)
        if found is not None or not _FIELD.match(name):
            return found
        return field_of(name) if self.is_newsletter else name.lower()

    def date(self, name: str) -> str | None:
        if name in ("CURRENT_YEAR", "DATE:Y") and self.today is not None:
            return str(self.today.year)
        return None


@dataclass(slots=True)
class _Block:
    """A condition that is open; `is_known` where it is the same for every mail."""

    start: int
    is_known: bool


class _Walk:
    def __init__(self, draft: Draft, log: Log, words: _Words) -> None:
        self.draft = draft
        self.log = log
        self.words = words
        self.edits: list[Edit] = []
        self.opened: list[_Block] = []
        # The condition of which a part goes, and where that part begins.
        self.cut: tuple[_Block, int] | None = None

    def take(self, match: re.Match[str]) -> None:
        tag = match[1].strip()
        name = tag.upper()
        place = self.draft.place(match.start())
        is_opening = name.startswith(("IF:", "IFNOT:"))
        if is_opening and (self.cut is not None or _known(name) is not None):
            self._open_known(match, name, place)
        elif self.opened and self.opened[-1].is_known and _is_part(name):
            self._part_of_known(match, name)
        elif self.cut is None:
            self._convert(match, tag, place)

    def finish(self) -> list[Edit]:
        end = len(self.draft.text)
        for block in self.opened:
            message = "A condition is never closed. Write {% endif %} where it ends."
            self.log.problem("block_never_closed", message, self.draft.place(block.start))
        left = sum(not block.is_known for block in self.opened)
        return [*self.edits, Edit(end, end, "{% endif %}" * left)] if left else self.edits

    def _open_known(self, match: re.Match[str], name: str, place: tuple[int, int]) -> None:
        block = _Block(match.start(), is_known=True)
        self.opened.append(block)
        if self.cut is not None:
            return
        self.edits.append(Edit(match.start(), match.end(), ""))
        if _known(name):
            message = f"“*|{match[1].strip()}|*” holds for every mail: what it encloses stays."
        else:
            self.cut = block, match.start()
            message = f"“*|{match[1].strip()}|*” never holds for a mail: what it encloses was removed."
        self.log.change("merge_tag_removed", message, place)

    def _part_of_known(self, match: re.Match[str], name: str) -> None:
        block = self.opened[-1]
        if self.cut is not None and self.cut[0] is block:
            self.edits.append(Edit(self.cut[1], match.end(), ""))
            self.cut = None
        elif self.cut is None and name in _ENDS:
            self.edits.append(Edit(match.start(), match.end(), ""))
        elif self.cut is None:
            self.cut = block, match.start()
        if name in _ENDS:
            self.opened.pop()

    def _convert(self, match: re.Match[str], tag: str, place: tuple[int, int]) -> None:
        text = _converted(tag, self.log, place, self.words)
        if text.startswith("{% if"):
            self.opened.append(_Block(match.start(), is_known=False))
        elif text == "{% endif %}" and self.opened:
            self.opened.pop()
        elif text == "{% endif %}" or (text.startswith("{% el") and not self.opened):
            self.log.problem("block_mismatch", f"“{match[0]}” belongs to no condition; it was removed.", place)
            text = ""
        self.edits.append(Edit(match.start(), match.end(), text))


def _known(name: str) -> bool | None:
    """Whether a condition holds for every mail or for none."""
    word, _, asked = name.partition(":")
    if asked not in _SAME_FOR_ALL:
        return None
    return _SAME_FOR_ALL[asked] is (word == "IF")


def _is_part(name: str) -> bool:
    return name in _ENDS or name.startswith("ELSE")


def remove_marks(draft: Draft, log: Log) -> None:
    """Attributes that tell Mailchimp's editor what may be edited; they mean nothing elsewhere."""
    edits = []
    if "mc:" in draft.text.lower():
        for match in _MARKS.finditer(draft.text):
            message = "Mailchimp's marks for editable parts (mc:edit and others) were removed."
            log.change("editor_mark", message, draft.place(match.start()))
            edits.append(Edit(match.start(), match.end(), ""))
    draft.apply(edits)


def _converted(tag: str, log: Log, place: tuple[int, int], words: _Words) -> str:
    name = tag.upper()
    value = words.value(name)
    text = f"{{{{ {value} }}}}" if value else _block(tag, name, log, place, words) or words.date(name)
    if name in _NOTES:
        log.problem("mailchimp_only", f"“*|{tag}|*” is made by Mailchimp itself. {_NOTES[name]}", place, "warning")
        return text or ""
    if text is not None:
        log.change("merge_tag", f"“*|{tag}|*” became {text}.", place)
        return text
    if name == "LNAME":
        log.change("merge_tag_removed", f"“*|{tag}|*” was removed: {{{{ recipient.name }}}} is the whole name.", place)
        return ""
    if name in _REMOVED or (
        name not in _ADVICE and name.startswith(("FACEBOOK:", "TWITTER:", "MC_LANGUAGE", "REWARDS", "HTML:REWARDS"))
    ):
        log.change("merge_tag_removed", f"“*|{tag}|*” has a meaning for Mailchimp only and was removed.", place)
        return ""
    shown = words.shown(tag)
    if shown is not None:
        log.change("merge_tag", f"“*|{tag}|*” became {shown}.", place)
        return shown
    message = (
        f"“*|{tag}|*” is made by Mailchimp itself. {_ADVICE.get(name, 'Write what it should show, or remove it.')}"
    )
    log.problem("mailchimp_only", message, place)
    left = re.sub(r"\W+", "_", tag.lower()).strip("_")[:40] or "tag"
    return f"{{{{ {UNSUPPORTED}.{left} }}}}"


def _block(tag: str, name: str, log: Log, place: tuple[int, int], words: _Words) -> str | None:
    if name in _ENDS:
        return _ENDS[name]
    if name in ("ELSE:", "ELSE"):
        return "{% else %}"
    for word, liquid in (("IFNOT:", "if"), ("ELSEIF:", "elsif"), ("IF:", "if")):
        if name.startswith(word):
            condition = _condition(tag[len(word) :].strip(), words)
            if condition is None:
                message = (
                    f"The condition of “*|{tag}|*” cannot be converted. Write it in Liquid: {{% if city == 'Leeds' %}}."
                )
                log.problem("unsupported_condition", message, place)
                condition = f"{UNSUPPORTED}.condition"
            elif word == "IFNOT:":
                condition = _negated(condition)
            return f"{{% {liquid} {condition} %}}"
    return None


def _negated(condition: str) -> str:
    name, _, rest = condition.partition(" ")
    if rest == "!= blank":
        return f"{name} == blank"
    return condition.replace(" == ", " != ", 1)


def _condition(written: str, words: _Words) -> str | None:
    compared = _COMPARED.match(written)
    field = words.asked(compared[1] if compared else written)
    if field is None:
        return None
    if compared is None:
        return f"{field} != blank"
    value = compared[3].strip("\"'")
    sign = {"=": "=="}.get(compared[2], compared[2])
    if "'" in value:
        return None
    return f"{field} {sign} {value}" if re.fullmatch(r"\d{1,15}", value) else f"{field} {sign} '{value}'"
