"""Bytes to text, whatever their sender says they are."""

import codecs
import re

# Names that mail uses for less than what it means: the wider set reads all of the narrower one.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "iso2022_jp": "iso2022_jp_ext",
}
_ALIASES = {
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "x-windows-949": "cp949",
    "cp-850": "cp850",
}
# Python's codecs that are no character sets, or take time that grows with the square of the length.
_NO_CHARSETS = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
_JAPANESE = re.compile(rb"\x1b[$(]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_NAME = 40


def decode(data: bytes, charset: str = "") -> tuple[str, bool]:
    """The text, and whether it was what its sender said."""
    name = _codec(charset)
    told = name in {"", "ascii"}
    if _JAPANESE.search(data[:65536]) and (told or name == "utf-8"):
        name, told = "iso2022_jp_ext", False
    for each in dict.fromkeys((name, "utf-8") if not told else ("utf-8",)):
        text = _strictly(data, _WIDER.get(each, each) if not told else each)
        if text is not None:
            return text, each == name or told
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _clean(data.decode("utf-16", "replace")), False
    if name and not told and name != "utf-8":
        return _clean(data.decode(_WIDER.get(name, name), "replace")), False
    return (_mixed(data) if name == "utf-8" else _clean(data.decode("cp1252", "replace"))), False


def _mixed(data: bytes) -> str:
    """Said to be UTF-8 but is not: the part of it that is, or Windows' Western set."""
    text = data.decode("utf-8", "replace")
    return _clean(text) if text.count("\ufffd") * 20 < len(text) else _clean(data.decode("cp1252", "replace"))


def _codec(charset: str) -> str:
    """Python's name of it; empty where it is not known."""
    name = charset.strip().strip("\"'").lower()[:_MAX_NAME]
    try:
        found = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError, UnicodeError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return "" if found.name in _NO_CHARSETS or not is_text else found.name


def _strictly(data: bytes, name: str) -> str | None:
    if not name:
        return None
    try:
        return _clean(data.decode(name))
    except (ValueError, LookupError):
        return None


def _clean(text: str) -> str:
    """Without what a database cannot hold: lone surrogates (UTF-7 makes them) and NUL."""
    text = text.removeprefix("\ufeff")
    return _SURROGATE.sub("\ufffd", text).replace("\0", "") if "\0" in text or not text.isascii() else text
