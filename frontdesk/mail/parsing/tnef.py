"""winmail.dat (Transport Neutral Encapsulation Format), read as Microsoft's MS-OXTNEF and MS-OXCDATA describe it."""

import mimetypes
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from frontdesk.mail.parsing import charsets, rtf
from frontdesk.mail.parsing.limits import MAX_TNEF_ATTACHMENTS

_SIGNATURE = 0x223E9F78
_FIRST_ATTRIBUTE = 6  # after the signature and a key of two bytes
_HEAD = struct.Struct("<BII")  # level, attribute, length; a checksum of two bytes follows the data
_BODY, _CODEPAGE, _MESSAGE_PROPERTIES = 0x0002800C, 0x00069007, 0x00069003
_ATTACHMENT_STARTS, _ATTACHMENT_DATA = 0x00069002, 0x0006800F
_ATTACHMENT_TITLE, _ATTACHMENT_PROPERTIES = 0x00018010, 0x00069005
_TEXT, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_NAME, _LONG_NAME, _DISPLAY_NAME, _MIME, _CONTENT_ID, _DATA = 0x3704, 0x3707, 0x3001, 0x370E, 0x3712, 0x3701
# Bytes of one value of each fixed type.
_SIZES = {1: 4, 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_COUNTED = {_STRING8, _UNICODE, _OBJECT, _BINARY & 0xFFF}
_MULTIPLE = 0x1000
_INTERFACE_ID = 16  # bytes before the data of an object
_MAX_PROPERTIES = 2_000


@dataclass
class File:
    name: str = ""
    content_type: str = "application/octet-stream"
    content_id: str = ""
    data: bytes = field(default=b"", repr=False)


@dataclass
class Opened:
    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)
    truncated: bool = False


def read(data: bytes) -> Opened | None:
    """None where it is no TNEF. What is broken off is read up to there."""
    if len(data) < _FIRST_ATTRIBUTE or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return None
    opened, codepage = Opened(), "cp1252"
    for attribute, value in _attributes(data, opened):
        if attribute == _CODEPAGE and len(value) >= 4:
            codepage = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute == _BODY:
            opened.text = opened.text or charsets.decode(value.rstrip(b"\0"), codepage)[0]
        elif attribute == _MESSAGE_PROPERTIES:
            _take_message(opened, value, codepage)
        elif attribute == _ATTACHMENT_STARTS:
            if len(opened.files) >= MAX_TNEF_ATTACHMENTS:
                opened.truncated = True
                break
            opened.files.append(File())
        elif opened.files:
            _take_attachment(opened.files[-1], attribute, value, codepage)
    for file in opened.files:
        file.content_type = file.content_type.lower() if "/" in file.content_type else "application/octet-stream"
    opened.files = [file for file in opened.files if file.name or file.data]
    return opened


def _attributes(data: bytes, opened: Opened) -> Iterator[tuple[int, bytes]]:
    position = _FIRST_ATTRIBUTE
    while position + _HEAD.size <= len(data):
        _, attribute, length = _HEAD.unpack_from(data, position)
        position += _HEAD.size
        opened.truncated |= position + length > len(data)
        yield attribute, data[position : position + length]
        position += length + 2


def _take_message(opened: Opened, value: bytes, codepage: str) -> None:
    for tag, content in _properties(value, codepage):
        if tag == _TEXT and isinstance(content, str):
            opened.text = content or opened.text
        elif tag == _HTML:
            opened.html = content if isinstance(content, str) else charsets.decode(content, codepage)[0]
        elif tag == _RTF and isinstance(content, bytes) and not opened.text:
            opened.text = rtf.to_text(rtf.decompress(content))


def _take_attachment(file: File, attribute: int, value: bytes, codepage: str) -> None:
    if attribute == _ATTACHMENT_TITLE:
        file.name = file.name or charsets.decode(value.rstrip(b"\0"), codepage)[0]
        file.content_type = mimetypes.guess_type(file.name)[0] or file.content_type
    elif attribute == _ATTACHMENT_DATA:
        file.data = value
    elif attribute == _ATTACHMENT_PROPERTIES:
        found = dict(_properties(value, codepage))
        names = [found.get(tag) for tag in (_LONG_NAME, _DISPLAY_NAME, _NAME)]
        file.name = next((name for name in names if isinstance(name, str) and name), file.name)
        kind, identity, inner = found.get(_MIME), found.get(_CONTENT_ID), found.get(_DATA)
        guessed = mimetypes.guess_type(file.name)[0] or file.content_type
        file.content_type = kind if isinstance(kind, str) and kind else guessed
        file.content_id = identity.strip("<>") if isinstance(identity, str) else ""
        if isinstance(inner, bytes) and not file.data:
            file.data = inner[_INTERFACE_ID:]


def _properties(value: bytes, codepage: str) -> Iterator[tuple[int, str | bytes]]:
    """The properties that are text or bytes; numbers and times are stepped over."""
    if len(value) < 4:
        return
    count, position = struct.unpack_from("<I", value)[0], 4
    try:
        for _ in range(min(count, _MAX_PROPERTIES)):
            kind, tag = struct.unpack_from("<HH", value, position)
            position += 4
            if tag >= 0x8000:
                position = _after_name(value, position)
            contents, position = _values(value, position, kind)
            if contents:
                yield tag, _decoded(contents[0], kind, codepage)
    except struct.error:  # broken off
        return


def _after_name(value: bytes, position: int) -> int:
    is_text, number = struct.unpack_from("<II", value, position + 16)
    position += 24
    return position + (number + 3) // 4 * 4 if is_text else position


def _values(value: bytes, position: int, kind: int) -> tuple[list[bytes], int]:
    multiple, kind = bool(kind & _MULTIPLE), kind & 0xFFF
    if kind not in _COUNTED and not multiple:
        return [], position + _SIZES.get(kind, 4)
    (count,) = struct.unpack_from("<I", value, position)
    position += 4
    if kind not in _COUNTED:
        return [], position + count * _SIZES.get(kind, 4)
    contents: list[bytes] = []
    for _ in range(min(count, _MAX_PROPERTIES)):
        (length,) = struct.unpack_from("<I", value, position)
        position += 4
        contents.append(value[position : position + length])
        position += (length + 3) // 4 * 4
    return contents, position


def _decoded(content: bytes, kind: int, codepage: str) -> str | bytes:
    if kind == _UNICODE:
        return charsets.decode(content, "utf-16-le")[0].rstrip("\0")
    if kind == _STRING8:
        return charsets.decode(content.rstrip(b"\0"), codepage)[0]
    return content
