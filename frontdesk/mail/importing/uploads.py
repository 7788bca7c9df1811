"""Files that people import: one template, or a zip with one or more and the pictures beside them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from pathlib import PurePosixPath

from frontdesk.mail.importing.converting import convert, convert_text
from frontdesk.mail.importing.decoding import decode
from frontdesk.mail.importing.model import Imported
from frontdesk.mail.rendering.markup import words
from frontdesk.platform.errors import BadInput, TooLarge
from frontdesk.platform.zips import SafeZip, open_zip

MAX_FILE = 2 * 1024 * 1024
MAX_PICTURE = 10 * 1024 * 1024
MAX_TEMPLATES = 200
# A hundred large sources may take a second each; whoever waits for the answer will not wait longer.
READ_SECONDS = 60.0
_SOURCES = words(".html .htm .mjml .hbs .mustache .handlebars .liquid .ejs .erb .xhtml .j2 .twig")
_PARTS = words(".mjml .html .htm .css .xml")
_PICTURES = words(".png .jpg .jpeg .gif .webp .svg .bmp")
_ZIP = b"PK\x03\x04"


def read_upload(name: str, content: bytes, *, today: date | None = None) -> list[Imported]:
    """Raises BadInput, with what to do instead, for what is no template."""
    suffix = PurePosixPath(name.lower()).suffix
    if suffix == ".zip" or content.startswith(_ZIP):
        return _read_zip(open_zip(content), today)
    if len(content) > MAX_FILE:
        raise TooLarge(f"A template may have {MAX_FILE // 1024 // 1024} MB at most.")
    if suffix == ".eml":
        return [_read_mail(name, content, today)]
    if suffix == ".txt":
        return [convert_text(decode(content)[0], name=name, today=today)]
    if suffix not in _SOURCES and b"<" not in content[:4096]:
        raise _refused(f"“{name[:80]}” is no template. Choose an .html, .mjml, .txt or .eml file, or a .zip of them.")
    return [convert(decode(content)[0], name=name, today=today)]


def _refused(message: str) -> BadInput:
    return BadInput.field("file", message)


class _Beside(Mapping[str, bytes]):
    """Files of a zip by the end of their names, unpacked when asked for."""

    def __init__(self, archive: SafeZip, folder: str) -> None:
        self._archive = archive
        self._names: dict[str, str] = {}
        for name in archive.names:
            if PurePosixPath(name.lower()).suffix in _PICTURES | _PARTS:
                self._names.setdefault(name.rsplit("/", 1)[-1], name)
                self._names[name] = name
        for name in archive.names:
            if folder and name.startswith(folder) and name in self._names:
                self._names[name.removeprefix(folder)] = name

    def __getitem__(self, name: str) -> bytes:
        return self._archive.read(self._names[name], max_bytes=MAX_PICTURE)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _read_zip(archive: SafeZip, today: date | None) -> list[Imported]:
    names = [name for name in archive.names if not _is_hidden(name)]
    sources = [name for name in names if PurePosixPath(name.lower()).suffix in _SOURCES]
    texts = {name: decode(archive.read(name, max_bytes=MAX_FILE))[0] for name in sources[: MAX_TEMPLATES * 2]}
    # An MJML part has no root of its own: it belongs to those that include it.
    whole = [name for name, text in texts.items() if not name.lower().endswith(".mjml") or "<mjml" in text]
    if not whole:
        raise _refused("The zip file holds no .html or .mjml file.")
    if len(whole) > MAX_TEMPLATES:
        raise _refused(f"The zip file holds more than {MAX_TEMPLATES} templates. Import it in parts.")
    found = []
    until = time.monotonic() + READ_SECONDS
    for name in whole:
        if time.monotonic() > until:
            raise _refused("The templates in this file take too long to read. Import it in parts.")
        folder = name[: name.rfind("/") + 1]
        made = convert(texts[name], name=_title(name, names), today=today, files=_Beside(archive, folder))
        found.append(_with_text(made, archive, name))
    return found


def _title(name: str, names: list[str]) -> str:
    """`welcome/index.html` is called welcome; `index.html` alone keeps its name."""
    path = PurePosixPath(name)
    return path.parent.name if path.stem.lower() in ("index", "content", "template") and path.parent.name else path.name


def _with_text(made: Imported, archive: SafeZip, name: str) -> Imported:
    """The plain text that lies beside a source under the same name."""
    beside = f"{name.rpartition('.')[0]}.txt"
    if beside not in archive:
        return made
    text = convert_text(decode(archive.read(beside, max_bytes=MAX_FILE))[0], name=name)
    return replace(made, text_code=text.text_code)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _read_mail(name: str, content: bytes, today: date | None) -> Imported:
    """A saved mail: its HTML part, its subject, its plain text, and the pictures inside it."""
    message = message_from_bytes(content, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise _refused("This is no e-mail.")
    html_part = message.get_body(("html",))
    text_part = message.get_body(("plain",))
    if html_part is None and text_part is None:
        raise _refused("The e-mail has neither an HTML nor a text part.")
    subject = " ".join(str(message.get("Subject", "")).split())[:500]
    text = _content(text_part) if text_part is not None else ""
    if html_part is None:
        if not text.strip():
            raise _refused("The e-mail is empty.")
        made = convert_text(text, name=subject or name, today=today)
        return replace(made, subject=subject)
    files = {}
    for part in message.walk():
        marked = str(part.get("Content-ID", "")).strip("<> ")
        if marked and part.get_content_maintype() == "image":
            payload = part.get_payload(decode=True)
            files[marked] = payload if isinstance(payload, bytes) else b""
    made = convert(_content(html_part), name=subject or name, today=today, files=files)
    plain = convert_text(text, name=name, today=today).text_code if text else ""
    return replace(made, subject=subject or made.subject, text_code=plain)


def _content(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset() or "")[0]
