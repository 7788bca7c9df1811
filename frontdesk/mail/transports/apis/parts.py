"""A finished mail taken apart into what providers' APIs ask for. Pure."""

import email
import email.policy
from dataclasses import dataclass, field
from email import encoders
from email.headerregistry import Address
from email.message import EmailMessage as MimeMessage
from email.mime.base import MIMEBase

# Said otherwise to the provider, or its own business.
_NOT_PASSED_ON = frozenset({
    "from", "to", "cc", "bcc", "sender", "subject", "reply-to", "date", "mime-version", "content-type",
    "content-transfer-encoding", "content-disposition", "content-id", "return-path", "received", "dkim-signature",
    "delivered-to",
})  # fmt: skip
_CALENDAR_NAME = "invite.ics"


@dataclass
class Parts:
    """``sender``, ``recipient``, ``reply_to``: with their names, as headers say them. ``inline``: what ``cid:`` in the
    HTML refers to."""

    sender: str
    recipient: str
    subject: str
    reply_to: list[str]
    headers: dict[str, str]
    text: str | None = None
    html: str | None = None
    attachments: list[MIMEBase] = field(default_factory=list)
    inline: list[MIMEBase] = field(default_factory=list)


def take_apart(mime: bytes, *, recipient: str) -> Parts:
    """The one recipient gets a copy of his own, so that he alone is named."""
    parsed = email.message_from_bytes(mime, policy=email.policy.default)
    parts = Parts(
        sender=next(iter(_addresses(parsed, "from")), ""),
        recipient=_named(parsed, recipient),
        subject=str(parsed["subject"] or ""),
        reply_to=_addresses(parsed, "reply-to"),
        headers=_headers(parsed),
    )
    for part in _leaves(parsed):
        _sort_in(part, parts)
    return parts


def _addresses(parsed: MimeMessage, header: str) -> list[str]:
    return [str(address) for value in parsed.get_all(header, ()) for address in value.addresses]


def _named(parsed: MimeMessage, recipient: str) -> str:
    found: list[Address] = [
        address for header in ("to", "cc") for value in parsed.get_all(header, ()) for address in value.addresses
    ]
    name = next((each.display_name for each in found if each.addr_spec.lower() == recipient.lower()), "")
    local, _, domain = recipient.rpartition("@")
    return str(Address(display_name=name, username=local, domain=domain)) if name else recipient


def _headers(parsed: MimeMessage) -> dict[str, str]:
    """Of several with one name the last: an API takes one. Without folds."""
    return {name: " ".join(str(value).split()) for name, value in parsed.items() if name.lower() not in _NOT_PASSED_ON}


def _leaves(part: MimeMessage) -> list[MimeMessage]:
    """Parts without parts, in their order; a mail in the mail is one of them."""
    if part.get_content_maintype() != "multipart":
        return [part]
    return [leaf for child in part.iter_parts() if isinstance(child, MimeMessage) for leaf in _leaves(child)]


def _sort_in(part: MimeMessage, parts: Parts) -> None:
    kind = part.get_content_type()
    is_file = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    if kind == "text/plain" and not is_file and parts.text is None:
        parts.text = _text(part)
    elif kind == "text/html" and not is_file and parts.html is None:
        parts.html = _text(part)
    elif part["content-id"] and part.get_content_disposition() != "attachment":
        parts.inline.append(_copy(part, "inline"))
    else:
        parts.attachments.append(_copy(part, "attachment"))


def _text(part: MimeMessage) -> str:
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    try:
        text = content.decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        text = content.decode(errors="replace")
    return text.replace("\r\n", "\n")


def _copy(part: MimeMessage, disposition: str) -> MIMEBase:
    copied = MIMEBase(part.get_content_maintype(), part.get_content_subtype())
    for name, value in part["content-type"].params.items() if part["content-type"] else ():
        if name in {"charset", "method"}:
            copied.set_param(name, str(value))
    raw = part.get_payload(decode=True) if not part.is_multipart() else _enclosed(part)
    copied.set_payload(raw if isinstance(raw, bytes) else b"")
    encoders.encode_base64(copied)
    name = part.get_filename() or (_CALENDAR_NAME if part.get_content_type() == "text/calendar" else None)
    copied.add_header("Content-Disposition", disposition, **({"filename": name} if name else {}))
    if disposition == "inline":
        copied["Content-ID"] = str(part["content-id"])
    return copied


def _enclosed(part: MimeMessage) -> bytes:
    """The mail in a message/rfc822 part."""
    inner = part.get_payload(0)
    return inner.as_bytes(policy=email.policy.SMTP) if isinstance(inner, MimeMessage) else b""
