"""Zip files that people upload."""

import contextlib
import io
import struct
import time
import zipfile
from collections.abc import Callable

import pytest

from frontdesk.platform.errors import BadInput, TooLarge
from frontdesk.platform.zips import open_zip


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content, compress_type=method)
    return file.getvalue()


def test_files_are_read_by_name() -> None:
    archive = open_zip(packed(("index.html", b"<p>Hi</p>"), ("images/", b""), ("images\\logo.png", b"\x89PNG")))
    assert archive.names == ("index.html", "images/logo.png")
    assert archive.read("index.html") == b"<p>Hi</p>"
    assert archive.size("images/logo.png") == 4
    assert "images/logo.png" in archive
    with pytest.raises(KeyError):
        archive.read("other.html")
    with pytest.raises(TooLarge, match=r"index\.html"):
        archive.read("index.html", max_bytes=3)


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("passwords")
    entry.external_attr = 0o120777 << 16
    return entry


def _with_encryption_flag(content: bytes) -> bytes:
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature) + offset
        changed[at] |= 1
    return bytes(changed)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "no zip file"),
    "text": (lambda: b"hello" * 100, "no zip file"),
    "cut": (lambda: packed(("a.html", b"x" * 500))[:-30], "no zip file"),
    "up": (lambda: packed(("../a.html", b"x")), "leads outside"),
    "up with backslashes": (lambda: packed(("..\\..\\a.html", b"x")), "leads outside"),
    "absolute": (lambda: packed(("/etc/passwd", b"x")), "leads outside"),
    "drive": (lambda: packed(("C:/a.html", b"x")), "leads outside"),
    "link": (lambda: packed((link(), b"/etc/passwd")), "link or a device"),
    "encrypted": (lambda: _with_encryption_flag(packed(("a.html", b"x"))), "encrypted"),
    "method": (lambda: packed(("a.html", b"x"), method=zipfile.ZIP_LZMA), "packed in a way"),
    "nested": (lambda: packed(("inner.zip", b"x")), "archive inside"),
    "bomb": (lambda: packed(("a.html", b"\0" * 8_000_000)), "far more than"),
    "long name": (lambda: packed(("a" * 500, b"x")), "too long"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_dangerous_is_refused_with_the_reason(name: str) -> None:
    make, reason = REFUSED[name]
    with pytest.raises(BadInput, match=reason):
        open_zip(make())


def test_a_nested_archive_under_another_name_is_refused_when_read() -> None:
    archive = open_zip(packed(("picture.png", packed(("a.html", b"x")))))
    with pytest.raises(BadInput, match="archive inside"):
        archive.read("picture.png")


def test_a_name_given_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = packed(("a.html", b"x"), ("a.html", b"y"))
    with pytest.raises(BadInput, match="twice"):
        open_zip(content)


def test_sizes_and_counts_are_bounded() -> None:
    with pytest.raises(TooLarge, match=r"0\.0 MB"):
        open_zip(packed(("a.html", b"x")), max_bytes=10)
    with pytest.raises(BadInput, match="unpacks to more than"):
        open_zip(packed(("a.html", b"x" * 600), ("b.html", b"x" * 600)), max_unpacked=1000)
    with pytest.raises(BadInput, match="more than 3 files"):
        open_zip(packed(*((f"{number}.html", b"") for number in range(4))), max_entries=3)


def test_a_million_entries_are_refused_before_they_are_read() -> None:
    record = b"PK\x01\x02" + bytes(42)
    directory = record * 900_000
    content = directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), 0, 0)
    started = time.process_time()
    with pytest.raises(BadInput, match="more than 2,000 files"):
        open_zip(content)
    assert time.process_time() - started < 1


def test_a_file_that_lies_about_its_size_is_damaged() -> None:
    content = bytearray(packed(("a.html", b"hello world" * 50)))
    at = content.find(b"PK\x01\x02") + 24
    struct.pack_into("<L", content, at, 5)
    with pytest.raises(BadInput, match="damaged"):
        open_zip(bytes(content)).read("a.html")


def test_no_damaged_byte_is_more_than_refused() -> None:
    """NotImplementedError for versions to come, struct.error in extra fields: zipfile has many words for it."""
    whole = packed(("a.txt", b"hello" * 40), ("b/c.txt", b"x"))
    for at in range(len(whole)):
        for byte in (0x00, 0x61, 0xFF):
            with contextlib.suppress(BadInput, TooLarge):
                archive = open_zip(whole[:at] + bytes([byte]) + whole[at + 1 :])
                for name in archive.names:
                    archive.read(name)
