"""Zip files that people upload: looked at whole before anything is unpacked, and never unpacked to disk."""

import io
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass

from frontdesk.platform.errors import BadInput, TooLarge

_MB = 1024 * 1024
MAX_ZIP = 50 * _MB
MAX_UNPACKED = 200 * _MB
MAX_ENTRIES = 2000
MAX_NAME = 400
# Deflate reaches about 1000; ordinary text stays far below this. Small entries may be what they like.
MAX_RATIO = 120
_RATIO_FROM = _MB
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_ZIP64_LOCATOR = b"PK\x06\x07"
# A directory record's fixed part, a long name, and what archivers add.
_RECORD = 46 + MAX_NAME + 200
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_NESTED_NAMES = re.compile(r"\.(?:zip|jar|gz|tgz|bz2|xz|7z|rar|tar)\Z", re.IGNORECASE)
_NESTED_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
# What zipfile raises for archives that are damaged; for versions to come a NotImplementedError, a RuntimeError too.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OSError)
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(slots=True)
class SafeZip:
    """An archive that passed every check. ``names`` are its files in order, with forward slashes."""

    names: tuple[str, ...]
    _archive: zipfile.ZipFile
    _entries: dict[str, zipfile.ZipInfo]

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def size(self, name: str) -> int:
        """Bytes once unpacked."""
        return self._entries[name].file_size

    def read(self, name: str, *, max_bytes: int | None = None) -> bytes:
        """One file's content. KeyError if there is none of that name; TooLarge above ``max_bytes``; BadInput if it is
        damaged or an archive itself."""
        entry = self._entries[name]
        if max_bytes is not None and entry.file_size > max_bytes:
            raise TooLarge(f"“{name}” has {_megabytes(entry.file_size)}; at most {_megabytes(max_bytes)} are allowed.")
        try:
            # It stops at the size that was checked, whatever the compressed data would give.
            content = self._archive.read(entry)
        except _UNREADABLE as error:
            raise _refused(f"“{name}” in the zip file is damaged. Make the zip file anew.") from error
        if content.startswith(_NESTED_STARTS):
            raise _refused(f"“{name}” is an archive inside the zip file. Unpack it and add its files instead.")
        return content


def open_zip(
    content: bytes, *, max_bytes: int = MAX_ZIP, max_unpacked: int = MAX_UNPACKED, max_entries: int = MAX_ENTRIES
) -> SafeZip:
    """Raises TooLarge above ``max_bytes`` and BadInput, with the reason, for what may not be unpacked."""
    if len(content) > max_bytes:
        raise TooLarge(f"The zip file has {_megabytes(len(content))}; at most {_megabytes(max_bytes)} are allowed.")
    _check_directory(content, max_entries)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        listed = archive.infolist()
    except _UNREADABLE as error:
        raise _refused("This is no zip file, or it is damaged.") from error
    if len(listed) > max_entries:
        raise _too_many(max_entries)
    entries: dict[str, zipfile.ZipInfo] = {}
    unpacked = 0
    for entry in listed:
        name = _checked_name(entry)
        unpacked += entry.file_size
        if unpacked > max_unpacked:
            raise _refused(f"The zip file unpacks to more than {_megabytes(max_unpacked)}.")
        if entry.is_dir():
            continue
        _check_entry(entry, name)
        if name in entries:
            raise _refused(f"“{name}” is in the zip file twice.")
        entries[name] = entry
    return SafeZip(tuple(entries), archive, entries)


def _check_directory(content: bytes, max_entries: int) -> None:
    """Refuses a table of contents too long to read: its length is known before its entries are."""
    if content[-_END.size :].startswith(_END_SIGNATURE) and content.endswith(b"\x00\x00"):
        at = len(content) - _END.size
    else:
        at = content.rfind(_END_SIGNATURE, max(0, len(content) - _END.size - 0xFFFF))
    if at < 0 or at + _END.size > len(content):
        raise _refused("This is no zip file, or it is damaged.")
    if content[max(0, at - 20) : at].startswith(_ZIP64_LOCATOR):
        raise _refused("This zip file is in the form for very large archives (zip64). Make a plain one.")
    _, _, _, _, _, size, _, _ = _END.unpack_from(content, at)
    if size > max_entries * _RECORD:
        raise _too_many(max_entries)


def _checked_name(entry: zipfile.ZipInfo) -> str:
    # The name as it stands in the file: zipfile itself cuts it at a NUL.
    name = entry.orig_filename.replace("\\", "/")
    parts = name.rstrip("/").split("/")
    shown = _CONTROL.sub("?", name[:80])
    if len(name) > MAX_NAME:
        raise _refused(f"The name “{shown}…” in the zip file is too long.")
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts or "" in parts or _CONTROL.search(name):
        raise _refused(f"The name “{shown}” in the zip file leads outside of it.")
    return name


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind and not stat.S_ISREG(kind):
        raise _refused(f"“{name}” in the zip file is a link or a device, not a file.")
    if entry.flag_bits & _ENCRYPTED:
        raise _refused(f"“{name}” is encrypted. Make the zip file without a password.")
    if entry.compress_type not in _METHODS:
        raise _refused(f"“{name}” is packed in a way that is not read here. Make an ordinary zip file.")
    if _NESTED_NAMES.search(name):
        raise _refused(f"“{name}” is an archive inside the zip file. Unpack it and add its files instead.")
    if entry.file_size > _RATIO_FROM and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        raise _refused(f"“{name}” unpacks to far more than an ordinary file would. It is not read.")


def _too_many(max_entries: int) -> BadInput:
    return _refused(f"The zip file has more than {max_entries:,} files.")


def _refused(message: str) -> BadInput:
    return BadInput(message, code="zip-refused", errors=[{"field": "file", "message": message}])


def _megabytes(size: int) -> str:
    return f"{size / _MB:.1f} MB"
