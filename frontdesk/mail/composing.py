"""A rendered mail as the bytes that go over the wire. Pure: the caller gives time and ids."""

import email.policy
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage as MimeMessage
from email.utils import format_datetime

from frontdesk.mail.addresses import split_address
from frontdesk.mail.rendering import Rendered

# 8bit would need the receiver's SMTPUTF8 or 8BITMIME; this policy keeps every line ASCII and ends it with CRLF.
POLICY = email.policy.SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Attachment:
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """The headers of one mail. Addresses are bare or ``Name <address>``; ``bcc`` is nobody's business here."""

    message_id: str
    date: datetime
    sender: str
    to: Sequence[str]
    cc: Sequence[str] = ()
    reply_to: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def to_address(text: str) -> Address:
    """``Name <a@b>`` as the header object that quotes and encodes the name."""
    name, bare = split_address(text)
    user, _, domain = bare.rpartition("@")
    return Address(display_name=name, username=user, domain=domain)


def build(envelope: Envelope, rendered: Rendered, attachments: Sequence[Attachment] = ()) -> bytes:
    """The message with CRLF line ends: text and HTML as alternatives, attachments behind them."""
    message = MimeMessage(policy=POLICY)
    message["From"] = to_address(envelope.sender)
    message["To"] = [to_address(address) for address in envelope.to]
    if envelope.cc:
        message["Cc"] = [to_address(address) for address in envelope.cc]
    if envelope.reply_to:
        message["Reply-To"] = to_address(envelope.reply_to)
    message["Subject"] = rendered.subject
    message["Date"] = format_datetime(envelope.date)
    message["Message-ID"] = envelope.message_id
    for name, value in envelope.headers.items():
        message[name] = value
    message.set_content(rendered.text)
    message.add_alternative(rendered.html, subtype="html")
    for attachment in attachments:
        main, _, sub = attachment.content_type.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.filename)
    return message.as_bytes()
