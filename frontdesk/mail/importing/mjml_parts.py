"""MJML in several files: parts that lie beside the source are put in their places; a part alone is completed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from frontdesk.mail.importing.decoding import decode
from frontdesk.mail.importing.draft import Draft, Edit
from frontdesk.mail.importing.model import Log

_WHOLE = re.compile(r"<mjml[\s>]", re.IGNORECASE)
_INCLUDE = re.compile(r"<mj-include\b([^<>]{0,500}?)(?:/>|>\s{0,100}</mj-include\s*>)", re.IGNORECASE)
_PATH = re.compile(r"""\bpath\s*=\s*["']([^"']{1,300})["']""", re.IGNORECASE)
_BODY = re.compile(r"<mj-body\b[^>]*>(.*)</mj-body\s*>", re.DOTALL | re.IGNORECASE)
_HEAD = re.compile(r"<mj-head\b[^>]*>(.*)</mj-head\s*>", re.DOTALL | re.IGNORECASE)
_FIRST = re.compile(r"<(mj-[a-z-]{2,30})[\s/>]", re.IGNORECASE)
# Where the outermost tag of a part belongs, from the outside.
_AROUND = {"mj-head": 1, "mj-body": 1, "mj-section": 2, "mj-wrapper": 2, "mj-hero": 2, "mj-include": 2, "mj-raw": 2}
_LEVELS = ("mjml", "mj-body", "mj-section", "mj-column")
_DEPTH = 5
_MOST_CHARACTERS = 1024 * 1024


def complete_part(draft: Draft, log: Log) -> None:
    """A part of a template, such as one section, with the tags around it that it needs."""
    first = _FIRST.search(draft.text)
    if first is None or _WHOLE.search(draft.text):
        return
    name = first[1].lower()
    levels = _LEVELS[: 3 if name in ("mj-column", "mj-group") else _AROUND.get(name, 4)]
    log.change("completed", "A part of an MJML template was completed with the tags that belong around it.", (1, 1))
    end = len(draft.text)
    opening = "".join(f"<{level}>" for level in levels)
    closing = "".join(f"</{level}>" for level in reversed(levels))
    draft.apply([Edit(0, 0, f"{opening}\n"), Edit(end, end, f"\n{closing}")])


def include_parts(draft: Draft, log: Log, files: Mapping[str, bytes]) -> None:
    """Parts may include parts, five deep; what is not there is a problem and is left out."""
    for _ in range(_DEPTH):
        found = list(_INCLUDE.finditer(draft.text))
        if not found or len(draft.text) > _MOST_CHARACTERS:
            break
        in_head = draft.text.lower().find("</mj-head")
        edits = []
        for match in found:
            written = _part(match[1], files, in_head=match.start() < in_head)
            path = _PATH.search(match[1])
            name = path[1] if path else "?"
            place = draft.place(match.start())
            if written is None:
                message = f"“{name[:80]}” is in another file. Paste its code here, or import all files as one zip."
                log.problem("include", message, place)
            else:
                log.change("include", f"“{name[:80]}” was put in its place.", place)
            edits.append(Edit(match.start(), match.end(), written or ""))
        draft.apply(edits)
    draft.apply(Edit(match.start(), match.end(), "") for match in _INCLUDE.finditer(draft.text))


def _part(attributes: str, files: Mapping[str, bytes], *, in_head: bool) -> str | None:
    path = _PATH.search(attributes)
    if path is None:
        return None
    name = re.sub(r"\A(?:\.{1,2}/)+", "", path[1].strip().replace("\\", "/"))
    names = [name, name.rsplit("/", 1)[-1]]
    content = next((files[each] for key in names for each in (key, f"{key}.mjml") if each in files), None)
    if content is None:
        return None
    text = decode(content)[0]
    if name.endswith(".css"):
        return f"<mj-style>{text}</mj-style>"
    if name.endswith((".html", ".htm")):
        return f"<mj-raw>{text}</mj-raw>"
    inner = (_HEAD if in_head else _BODY).search(text)
    return inner[1] if inner else text
