"""Names of attached files as they may be shown, offered and written on any system."""

import mimetypes
import re
import unicodedata

from frontdesk.mail.parsing.limits import MAX_FILENAME

# Overrides and isolates of direction make ``gpj.exe`` read ``exe.jpg``; so do invisible signs.
_FORMAT = {"Cf", "Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r'[<>:"|?*\\/]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,10}$")
_MAX_BYTES = 240
# What the standard library does not know or names oddly.
_EXTENSIONS = {
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "text/rfc822-headers": ".txt",
    "text/calendar": ".ics",
    "text/plain": ".txt",
    "text/html": ".html",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "application/pgp-signature": ".asc",
    "application/pgp-encrypted": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/octet-stream": ".bin",
}


def safe(name: str, content_type: str, index: int) -> str:
    """The last part of the path, without signs that deceive or that some system refuses."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name[:4000]))[-1]
    name = "".join(" " if sign in "\t\r\n" else sign for sign in name if _is_plain(sign))
    name = _RESERVED.sub("_", " ".join(name.split())).strip(". ")
    if _DEVICES.match(name):
        name = f"_{name}"
    if not name or not re.search(r"\w", name):
        return f"attachment-{index + 1}{extension_of(content_type)}"
    return _shortened(name)


def extension_of(content_type: str) -> str:
    return _EXTENSIONS.get(content_type) or mimetypes.guess_extension(content_type, strict=False) or ".bin"


def _is_plain(sign: str) -> bool:
    return sign in "\t\r\n" or unicodedata.category(sign) not in _FORMAT


def _shortened(name: str) -> str:
    """Short enough for file systems, the extension kept."""
    found = _EXTENSION.search(name)
    extension = found.group() if found else ""
    stem = name.removesuffix(extension)[: MAX_FILENAME - len(extension)]
    while len((stem + extension).encode()) > _MAX_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ") + extension if stem.rstrip(". ") else name[:MAX_FILENAME]
