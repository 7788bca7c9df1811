"""A mail cut into its parts by offsets: nothing is copied or decoded before somebody asks for it."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from frontdesk.mail.parsing import headers
from frontdesk.mail.parsing.limits import MAX_DEPTH, MAX_PARTS

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_BLANK_START = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]{0,1000}+\r?\n){0,100}+")
_GUESSED_BOUNDARY = re.compile(rb"\s{0,200}--([^\s\"-][^\r\n\"]{0,99}|-{1,20}[^\r\n\"]{1,80})\r?\n")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
# Types that are mails of their own.
MAIL_TYPES = {"message/rfc822", "message/global", "message/news", "message/rfc2822"}


@dataclass
class Part:
    """``start`` and ``end`` are where its body stands in ``raw``."""

    raw: bytes = field(repr=False)
    start: int
    end: int
    block: headers.Block = field(repr=False)
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    disposition_parameters: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    depth: int = 0
    parent: "Part | None" = field(default=None, repr=False)
    children: list["Part"] = field(default_factory=list)

    @property
    def is_multipart(self) -> bool:
        return self.content_type.startswith("multipart/")

    @property
    def is_mail(self) -> bool:
        return self.content_type in MAIL_TYPES

    def body(self) -> bytes:
        """Its bytes, decoded as it says; as much of them as can be."""
        data = self.raw[self.start : self.end]
        if self.encoding == "base64":
            return headers.lenient_base64(data) if _is_base64(data) else data
        if self.encoding == "quoted-printable":
            return quopri.decodestring(data)
        return data

    def header(self, name: str) -> str:
        return self.block.first(name)


@dataclass
class Tree:
    root: Part
    truncated: bool = False
    defects: list[str] = field(default_factory=list)

    def note(self, defect: str, *, truncated: bool = False) -> None:
        self.truncated |= truncated
        if defect not in self.defects:
            self.defects.append(defect)

    def leaves(self) -> Iterator[Part]:
        """In the order they are written."""
        waiting = [self.root]
        while waiting:
            part = waiting.pop()
            if part.children:
                waiting += reversed(part.children)
            else:
                yield part

    def parts(self) -> Iterator[Part]:
        waiting = [self.root]
        while waiting:
            part = waiting.pop()
            yield part
            waiting += reversed(part.children)


def split(raw: bytes) -> Tree:
    """Reads ``raw`` as a mail. Old Macintosh line ends are read as today's."""
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    blank = _BLANK_START.match(raw)
    start = blank.end() if blank else 0
    tree = Tree(root=_part(raw, start, len(raw), None, "text/plain"))
    block = tree.root.block
    if not block.items and not raw[start:].startswith(b"\n"):
        tree.note("It has no headers.")
        tree.root.start = start
    elif block.has_stray_line:
        tree.note("Its headers are broken by a line that is none.")
    if block.is_cut:
        tree.note("It has more headers than are read.", truncated=True)
    _split_parts(tree)
    return tree


def split_head(raw: bytes) -> headers.Block:
    """The headers of a mail within a mail."""
    return headers.read_block(raw, 0, len(raw))


def _split_parts(tree: Tree) -> None:
    waiting, count = [tree.root], 1
    while waiting:
        part = waiting.pop()
        if not part.is_multipart:
            continue
        if part.depth >= MAX_DEPTH:
            tree.note("Its parts are nested deeper than is read.", truncated=True)
            continue
        boundary = _boundary(tree, part)
        ranges = _ranges(part, boundary, MAX_PARTS - count + 1) if boundary else []
        if not ranges:
            _take_as_text(tree, part)
            continue
        if len(ranges) > MAX_PARTS - count:
            tree.note("It has more parts than are read.", truncated=True)
            ranges = ranges[: MAX_PARTS - count]
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        part.children = [_part(part.raw, start, end, part, default) for start, end in ranges]
        count += len(part.children)
        waiting += part.children


def _take_as_text(tree: Tree, part: Part) -> None:
    tree.note("It says to have parts, but none can be found.")
    is_html = re.search(rb"<(?:html|body|div|p|table)\b", part.raw[part.start : part.start + 4096], re.IGNORECASE)
    part.content_type = "text/html" if is_html else "text/plain"


def _boundary(tree: Tree, part: Part) -> bytes:
    told = part.parameters.get("boundary", "").rstrip()
    if told:
        boundary = told.encode("utf-8", "replace")
        if part.raw.find(b"--" + boundary, part.start, part.end) >= 0:
            return boundary
    guessed = _GUESSED_BOUNDARY.match(part.raw, part.start, part.end)
    if guessed:
        tree.note("The line that parts it is not the one it names.")
        return guessed[1].rstrip()
    return b""


def _ranges(part: Part, boundary: bytes, limit: int) -> list[tuple[int, int]]:
    """Where each part between the boundaries starts and ends; a missing last boundary is forgiven."""
    raw, line = part.raw, b"--" + boundary
    ranges: list[tuple[int, int]] = []
    opened, position = -1, part.start
    while len(ranges) <= limit:
        place = raw.find(line, position, part.end)
        if place < 0:
            break
        after = place + len(line)
        if place > part.start and raw[place - 1 : place] != b"\n":
            position = after
            continue
        closes = raw[after : after + 2] == b"--"
        line_end = raw.find(b"\n", after, part.end)
        line_end = part.end if line_end < 0 else line_end + 1
        if raw[after + 2 * closes : line_end].strip():  # a longer boundary that begins alike
            position = after
            continue
        if opened >= 0:
            ranges.append((opened, _before_line_end(raw, opened, place)))
        opened, position = (-1, line_end) if closes else (line_end, line_end)
        if closes:
            break
    if opened >= 0 and opened < part.end and len(ranges) <= limit:
        ranges.append((opened, part.end))
    return ranges


def _before_line_end(raw: bytes, start: int, place: int) -> int:
    """The line end before a boundary is the boundary's."""
    if place > start and raw[place - 1 : place] == b"\n":
        place -= 1
        if place > start and raw[place - 1 : place] == b"\r":
            place -= 1
    return place


def _part(raw: bytes, start: int, end: int, parent: Part | None, default: str) -> Part:
    block = headers.read_block(raw, start, end)
    part = Part(raw, min(block.end, end), end, block, depth=parent.depth + 1 if parent else 0, parent=parent)
    told, part.parameters = headers.parameters(block.first("content-type"))
    part.content_type = told if _TYPE.fullmatch(told) else _forgiven_type(told, default)
    part.disposition, part.disposition_parameters = headers.parameters(block.first("content-disposition"))
    coding = block.first("content-transfer-encoding").lower().split()
    part.encoding = coding[0].strip("\"';") if coding else ""
    return part


def _forgiven_type(told: str, default: str) -> str:
    """``text`` and ``text/`` are said by some; ``html`` by others."""
    if not told:
        return default
    word = told.strip(" \"'").partition("/")[0]
    return {"text": "text/plain", "plain": "text/plain", "html": "text/html"}.get(
        word, told.split()[0] if told.split() and _TYPE.fullmatch(told.split()[0]) else "application/octet-stream"
    )


def _is_base64(data: bytes) -> bool:
    """Some say base64 and send plain text."""
    head = data[:2000]
    return len(_NOT_BASE64.findall(head)) * 10 <= len(head)
