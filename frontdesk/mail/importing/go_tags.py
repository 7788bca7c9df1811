"""Templates of Go (listmonk and others) in the spelling of Handlebars, which is converted next."""

from __future__ import annotations

import re

from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.model import Log
from frontdesk.mail.importing.tokens import Token, find_tokens

_SIGN = re.compile(r"\{\{-?\s*(?:\.[A-Za-z]|\$\.|end\s*-?\}\}|(?:if|range|with|template) \.|/\*|TrackView\b)")
_RANGE = re.compile(r"range\s+\$(\w{1,40})\s*,\s*\$(\w{1,40})\s*:=\s*(.+)\Z", re.DOTALL)
_OPENING = re.compile(r"(if|range|with)\s+(.+)\Z", re.DOTALL)
_TRACKED = re.compile(r"TrackLink\s+\"([^\"]{1,2000})\"")
_PART = re.compile(r"(?:template|block)\s+\"([^\"]{1,80})\"")
_LINK_MARK = re.compile(r"(?<=[\w/&?=.-])@TrackLink(?=[\"'\s])")
_NAMES = {
    "Subscriber.FirstName": "recipient.name",
    "Subscriber.Name": "recipient.name",
    "Subscriber.Email": "recipient.email",
    "Campaign.Subject": "subject",
}
_LINKS = {"UnsubscribeURL": "unsubscribe_url", "ManageURL": "preferences_url", "MessageURL": "view_in_browser_url"}
_EACH = {"if": "if", "range": "each", "with": "with"}


def respell(draft: Draft, log: Log) -> None:
    if not _SIGN.search(draft.text):
        return
    edits, ends = [], list[str]()
    for token in find_tokens(draft.text):
        if token.end - token.start > 2_000 or draft.text.startswith("{%", token.start):
            continue
        text = _respelled(token, draft.text[token.start : token.end], ends)
        if text is not None:
            edits.append(Edit(token.start, token.end, text))
    edits += [Edit(match.start(), match.end(), "") for match in _LINK_MARK.finditer(draft.text)]
    if edits:
        log.change("go", "Tags of Go templates were read.", draft.place(edits[0].start))
    draft.apply(edits)


def _respelled(token: Token, source: str, ends: list[str]) -> str | None:
    inner = source[2:-2].strip("- \t\r\n")
    if inner.startswith("/*"):
        return "{{! }}"
    if token.kind == "else":
        return "{{else}}" if not token.inner else f"{{{{else {_paths(token.inner)}}}}}"
    if token.kind != "output":
        return None
    if inner == "end":
        return f"{{{{/{ends.pop()}}}}}" if ends else None
    if inner.startswith("TrackView"):
        return ""
    tracked = _TRACKED.match(inner)
    if tracked is not None:
        return tracked[1]
    opening = _OPENING.match(inner)
    if opening is not None:
        ends.append(_EACH[opening[1]])
        return _opened(inner, opening)
    part = _PART.match(inner)
    if part is not None:
        return f"{{{{> {part[1]}}}}}"
    respelled = _paths(inner)
    return f"{{{{ {respelled} }}}}" if respelled != inner else None


def _opened(inner: str, opening: re.Match[str]) -> str:
    pair = _RANGE.match(inner)
    if pair is not None:
        return f"{{{{#each {_paths(pair[3])} as |{pair[2]} {pair[1]}|}}}}"
    subject = _paths(opening[2])
    if opening[1] == "if" and len(subject.split()) > 1 and not subject.startswith("("):
        subject = f"({subject})"
    return f"{{{{#{_EACH[opening[1]]} {subject}}}}}"


def _paths(expression: str) -> str:
    """`.A.B` and `$.A` without their signs; the dot alone is the entry of a loop."""
    expression = re.sub(r"(?<![\w.\"'])\$\.(?=[A-Za-z])", "@root.", expression)
    expression = re.sub(r"(?<![\w.\"'])[.$](?=[A-Za-z])", "", expression)
    expression = re.sub(r"(?<![\w.\"'])\.(?![\w.])", "this", expression)
    return _NAMES.get(expression) or _LINKS.get(expression) or expression
