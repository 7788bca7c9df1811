"""Reading mail from outside: any bytes give a message, and text that can be stored and shown."""

import email
import email.parser
import email.policy
from email.message import EmailMessage as MimeMessage
from typing import Any, cast

# Multipart by its header, but not by its content.
_BROKEN_PARTS = (AttributeError, TypeError, LookupError, ValueError, RecursionError)
# What the header is taken for when it cannot be read.
_UNREADABLE = {"content-type": "application/octet-stream", "content-disposition": "attachment"}


class _TolerantPolicy(email.policy.EmailPolicy):
    """The standard library's parser of headers raises a dozen kinds of errors on hostile ones."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        try:
            return super().header_fetch_parse(name, value)
        except Exception:  # noqa: BLE001 - whatever it raises, the mail must still be readable
            return self.header_factory(name, _UNREADABLE[name.lower()]) if name.lower() in _UNREADABLE else _text(value)


_POLICY: Any = _TolerantPolicy()  # whose messages are EmailMessages


def _text(value: str) -> str:
    """Without the lone surrogates that stand for undecodable bytes, and without line ends."""
    return " ".join(value.encode("utf-8", "replace").decode().split())


def parse_headers(source: bytes) -> MimeMessage:
    """The headers alone; what follows is one text."""
    return cast(MimeMessage, email.parser.BytesHeaderParser(policy=_POLICY).parsebytes(source))


def parse(source: bytes) -> MimeMessage:
    """Reads any bytes as a message; what is malformed is kept as defects instead of raising."""
    try:
        return _parse(source)
    except RecursionError:  # parts within parts within parts …: nobody's letter
        return parse_headers(source)


def _parse(source: bytes) -> MimeMessage:
    return cast(MimeMessage, email.message_from_bytes(source, policy=_POLICY))


def body_of(message: MimeMessage, kind: str) -> str:
    """The text or HTML body, or an empty string."""
    part = _body_part(message, kind)
    if part is None:
        return ""
    try:
        content = part.get_content()
    except (LookupError, ValueError, TypeError):  # an unknown or wrongly named character set
        payload = part.get_payload(decode=True)
        content = payload.decode("latin-1") if isinstance(payload, bytes) else ""
    # Some character sets (UTF-7) decode to what no other can encode.
    return content.encode("utf-8", "replace").decode() if isinstance(content, str) else ""


def _body_part(message: MimeMessage, kind: str) -> MimeMessage | None:
    try:
        return cast(MimeMessage | None, message.get_body(preferencelist=(kind,)))
    except _BROKEN_PARTS:
        return next((part for part in _parts(message) if part.get_content_type() == f"text/{kind}"), None)


def attachments_of(message: MimeMessage) -> list[MimeMessage]:
    try:
        return [part for part in message.iter_attachments() if isinstance(part, MimeMessage)]
    except _BROKEN_PARTS:
        return [part for part in _parts(message) if part.get_content_maintype() not in {"text", "multipart"}]


def _parts(message: MimeMessage) -> list[MimeMessage]:
    """All of them, however deep: ``walk`` is recursive."""
    found, waiting = [], [message]
    while waiting:
        part = waiting.pop()
        found.append(part)
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting += [each for each in reversed(inside) if isinstance(each, MimeMessage)]
    return found


def attachment_bytes(part: MimeMessage) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    try:
        return part.as_bytes()
    except _BROKEN_PARTS:
        return b""


def filename_of(part: MimeMessage, index: int) -> str:
    return _text(part.get_filename() or "") or f"attachment-{index + 1}"


def describe_attachments(message: MimeMessage) -> list[dict[str, object]]:
    return [
        {
            "index": index,
            "filename": filename_of(part, index),
            "content_type": part.get_content_type(),
            "size": len(attachment_bytes(part)),
        }
        for index, part in enumerate(attachments_of(message))
    ]


def headers_of(message: MimeMessage) -> list[list[str]]:
    return [[_text(name), _text(str(value))] for name, value in message.items()]
