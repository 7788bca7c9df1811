"""What looks like a placeholder of another program and could as well be text: told, not changed."""

from __future__ import annotations

import re

from frontdesk.mail.importing.draft import Draft
from frontdesk.mail.importing.model import Log

_MOST = 20
_SHEET = re.compile(r"<(?:mj-)?style\b[^<]*(?:<(?!/)[^<]*)*", re.IGNORECASE)
_CURLY = r"\{([A-Za-z_]\w{2,40})\}(?!\})"
_SQUARE = r"\[([A-Z][A-Za-z]{1,30}(?:,? [A-Z][A-Za-z]{0,30}){0,4})\](?![\[(])"
_GAP = re.compile(rf"(?<![\w\]\[{{$#%(])(?:{_CURLY}|{_SQUARE})")


def tell_gaps(draft: Draft, log: Log) -> None:
    sheets = [match.span() for match in _SHEET.finditer(draft.text)]
    told: set[str] = set()
    for match in _GAP.finditer(draft.text):
        if match[0] in told or any(start <= match.start() < end for start, end in sheets):
            continue
        told.add(match[0])
        name = match[1] or re.sub(r"\W+", "_", match[2]).lower()
        message = f"“{match[0]}” is sent as it stands. Write the words, or {{{{ {name} }}}} if data shall fill it."
        log.problem("gap", message, draft.place(match.start()), level="warning")
        if len(told) == _MOST:
            return
