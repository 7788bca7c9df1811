"""Calendar parts: what they ask, for what and when. Nothing is expanded or answered here."""

import re

from frontdesk.mail.parsing.headers import one_line
from frontdesk.mail.parsing.model import Invitation

_FOLD = re.compile(r"\r?\n[ \t]")
_MAX = 200_000  # characters; the first entry stands at the start
_METHODS = {"publish", "request", "reply", "add", "cancel", "refresh", "counter", "declinecounter"}
_ENTRIES = {"vevent", "vtodo", "vjournal", "vfreebusy"}


def read(text: str, method: str = "") -> Invitation | None:
    """The first entry of the calendar; None where it is no calendar. ``method`` is the part's parameter."""
    lines = _FOLD.sub("", text[:_MAX]).splitlines()
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines[:50]):
        return None
    found: dict[str, str] = {}
    inside: list[str] = []
    for line in lines:
        name, parameters, value = _property(line)
        if name == "begin":
            inside.append(value.lower())
        elif name == "end":
            if inside and inside.pop() in _ENTRIES:
                break
        elif name == "method" and len(inside) <= 1:
            found.setdefault(name, value.lower())
        elif name in {"summary", "dtstart", "uid"} and inside and inside[-1] in _ENTRIES:
            zone = _zone(parameters) if name == "dtstart" else ""
            found.setdefault(name, f"{zone}:{value}" if zone else value)
    told = found.get("method") or method.lower()
    summary = re.sub(r"\\([,;\\])", r"\1", found.get("summary", "").replace("\\n", " ").replace("\\N", " "))
    return Invitation(
        told if told in _METHODS else "",
        one_line(summary)[:500],
        one_line(found.get("dtstart", ""))[:100],
        one_line(found.get("uid", ""))[:255],
    )


def _property(line: str) -> tuple[str, str, str]:
    """``DTSTART;TZID=Europe/Madrid:20261203T090000`` to its three pieces."""
    found = re.match(r'([A-Za-z0-9-]{1,60})((?:;[^:";]*+(?:"[^"]*+")?+[^:";]*+)*+):(.*)', line[:10_000], re.DOTALL)
    return (found[1].lower(), found[2], found[3].strip()) if found else ("", "", "")


def _zone(parameters: str) -> str:
    found = re.search(r'TZID="?([^";:]{1,80})', parameters, re.IGNORECASE)
    return found[1] if found else ""
