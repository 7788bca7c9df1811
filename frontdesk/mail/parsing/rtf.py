"""The compressed RTF in winmail.dat (MS-OXRTFCP) and the words in it."""

import re
import struct

from frontdesk.mail.parsing import charsets
from frontdesk.mail.parsing.limits import MAX_RTF

# The dictionary that every compressed text begins with: MS-OXRTFCP 2.1.2.1, a constant of the format.
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_SIZE = 4096
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
_HEAD = struct.Struct("<III")
_TOKEN = re.compile(
    rb"\\'([0-9A-Fa-f]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
# Groups that hold no words of the letter.
_SILENT = {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"generator"}
_SIGNS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"row": "\n", b"cell": " ", b"emdash": "—", b"endash": "–"} | {
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
}
_MAX_DEPTH = 1000


def decompress(data: bytes) -> bytes:
    """As much as there is, up to the limit; nothing where it is no compressed RTF."""
    if len(data) < 16:
        return b""
    _, raw_size, kind = _HEAD.unpack_from(data)
    if kind == _PLAIN:
        return data[16 : 16 + min(raw_size, MAX_RTF)]
    return _unpack(data, min(raw_size, MAX_RTF)) if kind == _COMPRESSED else b""


def _unpack(data: bytes, wanted: int) -> bytes:
    window = bytearray(_DICTIONARY.ljust(_SIZE, b" "))
    write, out, position = len(_DICTIONARY), bytearray(), 16
    while position < len(data) and len(out) < wanted:
        flags = data[position]
        position += 1
        for bit in range(8):
            if position + (flags >> bit & 1) >= len(data):
                return bytes(out)
            if not flags >> bit & 1:
                run = data[position : position + 1]
                position += 1
                window[write % _SIZE] = run[0]
                out += run
                write += 1
                continue
            offset, length = data[position] << 4 | data[position + 1] >> 4, (data[position + 1] & 0xF) + 2
            position += 2
            if offset == write % _SIZE:
                return bytes(out)
            for step in range(length):
                sign = window[(offset + step) % _SIZE]
                window[write % _SIZE] = sign
                out.append(sign)
                write += 1
    return bytes(out[:wanted])


def to_text(data: bytes) -> str:
    """Its words; of HTML kept within RTF those that the RTF shows."""
    pieces: list[str] = []
    hidden: list[bool] = [False]
    skip, codepage = 0, "cp1252"
    for token in _TOKEN.finditer(data):
        hexadecimal, word, number, sign, brace, words = token.groups()
        if brace == b"{":
            hidden.append(hidden[-1])
            if len(hidden) > _MAX_DEPTH:
                break
        elif brace == b"}":
            hidden = hidden[:-1] or [False]
        elif sign == b"*" or word in _SILENT:
            hidden[-1] = True
        elif word == b"htmlrtf" or word == b"v":
            hidden[-1] = number != b"0"
        elif word == b"ansicpg" and number:
            codepage = f"cp{int(number)}"
        elif hidden[-1]:
            continue
        elif word == b"u" and number:
            pieces.append(chr(int(number) % 0x10000))
            skip = 1
        elif word:
            pieces.append(_SIGNS.get(word, ""))
        elif hexadecimal or words or sign:
            text = _words(hexadecimal, words, sign, codepage)
            pieces.append(text[skip:])
            skip = 0
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _words(hexadecimal: bytes | None, words: bytes | None, sign: bytes | None, codepage: str) -> str:
    if hexadecimal:
        return charsets.decode(bytes([int(hexadecimal, 16)]), codepage)[0]
    if words:
        return charsets.decode(words, codepage)[0]
    return " " if sign == b"~" else (sign or b"").decode("latin-1") if sign in {b"\\", b"{", b"}"} else ""
