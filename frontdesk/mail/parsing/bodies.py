"""The text and the HTML that a person would be shown, and what is left over as attachments."""

import html as html_entities
from dataclasses import dataclass, field

from frontdesk.mail.parsing import charsets, html_text
from frontdesk.mail.parsing.limits import MAX_HTML, MAX_TEXT
from frontdesk.mail.parsing.mime import Part, Tree

_SHOWN = {"text/plain", "text/html"}
# Bytes of one part that are decoded for reading: no character takes more than four, no HTML this much for its words.
_MAX_BYTES = 4 * MAX_HTML


@dataclass
class Bodies:
    """``used`` are the parts that became text or HTML: they are no attachments."""

    text: str = ""
    html: str = ""
    used: list[Part] = field(default_factory=list)


@dataclass
class _Slot:
    """One place in the mail: the same words as text, as HTML or as both."""

    plain: str | None = None
    html: str | None = None


def read(tree: Tree) -> Bodies:
    bodies = Bodies()
    slots: list[_Slot] = []
    _collect(tree, bodies, slots)
    plain = [_plain_of(slot) for slot in slots]
    bodies.text = "\n\n".join(text for text in plain if text.strip())
    if any(slot.html is not None for slot in slots):
        bodies.html = "\n".join(filter(None, (_html_of(slot) for slot in slots)))
    if len(bodies.text) > MAX_TEXT or len(bodies.html) > MAX_HTML:
        tree.note("Its text is longer than is read.", truncated=True)
    bodies.text, bodies.html = bodies.text[:MAX_TEXT], bodies.html[:MAX_HTML]
    return bodies


def text_of(tree: Tree, part: Part) -> str:
    """The part's words, decoded by its character set or by what it seems to be."""
    data = part.body()
    if len(data) > _MAX_BYTES:
        tree.note("Its text is longer than is read.", truncated=True)
        data = data[:_MAX_BYTES]
    charset = part.parameters.get("charset", "")
    text, as_said = charsets.decode(data, charset)
    if not as_said:
        tree.note(f"Its text is not in the character set it names ({charset[:40]}).")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _collect(tree: Tree, bodies: Bodies, slots: list[_Slot]) -> None:
    waiting: list[tuple[Part, _Slot | None]] = [(tree.root, None)]
    while waiting:
        part, slot = waiting.pop()
        if part.children:
            waiting += [(child, each) for child, each in reversed(_places(part, slot))]
        elif _is_shown(part):
            _take(tree, bodies, part, slots, slot)


def _places(part: Part, slot: _Slot | None) -> list[tuple[Part, _Slot | None]]:
    """Alternatives share one place; what is only related to the first of its group is none of the text."""
    if part.content_type == "multipart/alternative":
        shared = slot if slot is not None else _Slot()
        return [(child, shared) for child in part.children]
    if part.content_type in {"multipart/related", "multipart/signed", "multipart/report"}:
        return [(_root_of(part), slot)]
    return [(child, slot if index == 0 else None) for index, child in enumerate(part.children)]


def _root_of(part: Part) -> Part:
    start = part.parameters.get("start", "").strip("<> ")
    named = [each for each in part.children if start and each.header("content-id").strip("<> ") == start]
    return named[0] if named else part.children[0]


def _is_shown(part: Part) -> bool:
    if part.content_type not in _SHOWN or part.disposition == "attachment":
        return False
    named = part.disposition_parameters.get("filename") or part.parameters.get("name")
    return not named or part.disposition == "inline" or part.parent is None


def _take(tree: Tree, bodies: Bodies, part: Part, slots: list[_Slot], slot: _Slot | None) -> None:
    slot = slot if slot is not None else _Slot()
    text = text_of(tree, part)
    if part.content_type == "text/html":
        taken = slot.html is None
        slot.html = text if taken else slot.html
    else:
        taken = slot.plain is None
        text = _unflowed(text, part) if part.parameters.get("format", "").lower() == "flowed" else text
        slot.plain = text if taken else slot.plain
    if taken:
        bodies.used.append(part)
        if not any(each is slot for each in slots[-1:]):
            slots.append(slot)


def _unflowed(text: str, part: Part) -> str:
    """RFC 3676: a line that ends in a space goes on in the next one of the same depth of quotes."""
    joint = "" if part.parameters.get("delsp", "").lower() == "yes" else " "
    lines: list[str] = []
    depth, goes_on = 0, False
    for line in text.split("\n"):
        bare = line.lstrip(">")
        level = len(line) - len(bare)
        bare = bare[1:] if bare.startswith(" ") else bare
        if goes_on and level == depth and bare != "-- ":
            lines.append(bare)
        else:
            lines += ["\n" if lines else "", ">" * level + (" " if level else "") + bare]
        depth, goes_on = level, bare.endswith(" ") and bare != "-- "
        if goes_on:
            lines[-1] = lines[-1][:-1] + joint
    return "".join(lines)


def _plain_of(slot: _Slot) -> str:
    if slot.plain is not None and (slot.plain.strip() or slot.html is None):
        return slot.plain
    return html_text.to_text(slot.html or "")


def _html_of(slot: _Slot) -> str:
    if slot.html is not None:
        return slot.html
    text = slot.plain or ""
    return f"<pre>{html_entities.escape(text)}</pre>" if text.strip() else ""
