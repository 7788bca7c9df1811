"""The bytes of a mail as a server will take them, signed. No network."""

import email
import email.policy
import re

from frontdesk.mail.transports import dkim
from frontdesk.mail.transports.smtp.addresses import encode
from frontdesk.mail.transports.smtp.session import Features
from frontdesk.mail.transports.ways import Outgoing, TransportError

_ANY_LINE_END = re.compile(rb"\r\n|\r|\n")
_SEVEN_BIT = email.policy.SMTP.clone(cte_type="7bit")


def envelope(mail: Outgoing, features: Features) -> tuple[bytes, bytes, bool]:
    """Sender, recipient, and whether they need SMTPUTF8. Raises TransportError."""
    sender, sender_needs = encode(mail.return_path or mail.sender)
    recipient, recipient_needs = encode(mail.recipient)
    if not recipient:
        raise TransportError("The mail has no address to go to.", permanent=True)
    if (sender_needs or recipient_needs) and not features.utf8:
        which = mail.recipient if recipient_needs else mail.return_path or mail.sender
        raise TransportError(
            f"The address {which} has letters before the @ that the mail server does not take (it has no SMTPUTF8).",
            permanent=True,
        )
    return sender, recipient, sender_needs or recipient_needs


def options(content: bytes, features: Features, *, utf8: bool) -> bytes:
    """What follows MAIL FROM."""
    said = b" SIZE=%d" % len(content) if features.largest else b""
    if features.eight_bit and not content.isascii():
        said += b" BODY=8BITMIME"
    return said + (b" SMTPUTF8" if utf8 else b"")


def write(mail: Outgoing, features: Features, signer: dkim.Signer | None) -> tuple[bytes, bool]:
    """The content, and whether it needs SMTPUTF8. Raises TransportError."""
    content = with_crlf(mail.mime)
    utf8 = False
    if not content.isascii():
        utf8 = not content.partition(b"\r\n\r\n")[0].isascii()
        if not features.eight_bit or (utf8 and not features.utf8):
            content, utf8 = _to_seven_bits(content), False
    if signer:
        content = signer.sign(content) + content
    if features.largest and len(content) > features.largest:
        raise TransportError(
            f"The mail has {_megabytes(len(content))}; the server takes up to {_megabytes(features.largest)}.",
            permanent=True,
        )
    return content, utf8


def with_crlf(mime: bytes) -> bytes:
    """No lone CR or LF: some servers take one for an end of line, and what follows for a mail of its own."""
    pairs = mime.count(b"\r\n")
    if mime.count(b"\n") == pairs and mime.count(b"\r") == pairs:
        return mime
    return _ANY_LINE_END.sub(b"\r\n", mime)


def _to_seven_bits(content: bytes) -> bytes:
    return with_crlf(email.message_from_bytes(content, policy=_SEVEN_BIT).as_bytes(policy=_SEVEN_BIT))


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"
