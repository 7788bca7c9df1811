"""Bytes of a file or an answer to text, by what they say of themselves."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# What pages call Latin-1 is Windows' code page, as browsers know.
_AS_BROWSERS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}


def decode(content: bytes, declared: str = "") -> tuple[str, str]:
    """The text and the name of its encoding. `declared` is what an envelope said (a header's charset)."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _text(content, encoding), encoding.removesuffix("-sig")
    if b"\x00" in content[:200]:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
        return _text(content, encoding), "utf-16"
    found = _DECLARED.search(content[:4096])
    names = ("utf-8", declared, found[1].decode("ascii", "replace") if found else "")
    for name in names:
        encoding = _AS_BROWSERS.get(name.lower(), name)
        try:
            return _cleaned(content.decode(encoding)), encoding
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return _text(content, "cp1252"), "cp1252"


def _text(content: bytes, encoding: str) -> str:
    return _cleaned(content.decode(encoding, "replace"))


def _cleaned(text: str) -> str:
    return _UNSTORABLE.sub("", text).removeprefix("\ufeff")
