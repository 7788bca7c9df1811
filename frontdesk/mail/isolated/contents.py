"""What a mail says, as plain data that a process can hand to another. Pure."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from frontdesk.mail import parsing
from frontdesk.mail.parsing import MailKind, Parsed

# What columns hold; the raw mail has the rest.
MAX_TEXT = 500_000
MAX_HTML = 2_000_000
MAX_ATTACHMENTS = 500
MAX_ADDRESSES = 500
# Headers that filters, loop guards and people look at, in all.
MAX_HEADERS_BYTES = 128 * 1024


@dataclass
class Contents:
    """``headers`` are decoded, names as written. ``report`` is what a bounce or complaint tells, else empty."""

    message_id: str = ""
    in_reply_to: str = ""
    references: list[str] = field(default_factory=list)
    from_address: str = ""
    from_name: str = ""
    reply_to: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    delivered_to: list[str] = field(default_factory=list)
    date: datetime | None = None
    subject: str = ""
    text: str = ""
    new_text: str = ""
    quoted_text: str = ""
    signature: str = ""
    html: str = ""
    attachments: list[dict[str, object]] = field(default_factory=list)
    invitations: list[dict[str, str]] = field(default_factory=list)
    protection: str = ""
    defects: list[str] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)
    kind: str = MailKind.MESSAGE
    is_automatic: bool = False
    why: str = ""
    report: dict[str, object] = field(default_factory=dict)
    digest: bytes = b""

    def header(self, name: str) -> str:
        return next((value for each, value in self.headers if each.lower() == name), "")


def read(raw: bytes, envelope_from: str | None) -> Contents:
    """Raises parsing.Unparsable, and whatever a mail nobody has thought of may raise."""
    parsed = parsing.parse(raw)
    verdict = parsing.classify(parsed, envelope_from)
    reply = parsed.reply
    return Contents(
        message_id=parsed.message_id[:255],
        in_reply_to=parsed.in_reply_to[:255],
        references=[each[:255] for each in parsed.references],
        from_address=parsed.from_address[:320],
        from_name=_clean(parsed.from_name)[:255],
        reply_to=parsed.reply_to[:10],
        to=parsed.to[:MAX_ADDRESSES],
        cc=parsed.cc[:MAX_ADDRESSES],
        delivered_to=parsed.delivered_to[:20],
        date=parsed.date,
        subject=_clean(parsed.subject)[:998],
        text=_clean(parsed.text)[:MAX_TEXT],
        new_text=_clean(reply.new_text)[:MAX_TEXT],
        quoted_text=_clean(reply.quoted_text)[:MAX_TEXT],
        signature=_clean(reply.signature)[:5000],
        html=_clean(parsed.html)[:MAX_HTML],
        attachments=_attachments(parsed),
        invitations=_invitations(parsed),
        protection=str(parsed.protection),
        defects=_defects(parsed),
        headers=_headers(parsed),
        kind=str(verdict.kind),
        is_automatic=verdict.is_automatic,
        why=verdict.why[:300],
        report=_report(parsed, verdict.kind, envelope_from),
        digest=digest_of(parsed),
    )


def digest_of(parsed: Parsed) -> bytes:
    """The same for one mail that came by two ways; another for a mail that re-uses the Message-ID of a first."""
    parts = [parsed.message_id, parsed.from_address, parsed.date.isoformat() if parsed.date else "", parsed.subject]
    parts += [" ".join(parsed.text.split()), " ".join(parsed.html.split())]
    parts += [f"{each.filename}/{each.size}" for each in parsed.attachments]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).digest()


def _clean(text: str) -> str:
    """Without what the database cannot hold."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _attachments(parsed: Parsed) -> list[dict[str, object]]:
    return [
        {
            "index": each.index,
            "filename": _clean(each.filename),
            "content_type": _clean(each.content_type)[:100],
            "size": each.size,
            "content_id": _clean(each.content_id),
            "is_inline": each.is_inline,
        }
        for each in parsed.attachments[:MAX_ATTACHMENTS]
    ]


def _invitations(parsed: Parsed) -> list[dict[str, str]]:
    return [
        {name: _clean(str(getattr(each, name)))[:500] for name in ("method", "summary", "start", "uid")}
        for each in parsed.invitations
    ]


def _defects(parsed: Parsed) -> list[str]:
    found = [_clean(each)[:300] for each in parsed.defects[:20]]
    if parsed.truncated:
        found.insert(0, "It is larger or deeper than is read: some of it is only in the source.")
    return found


def _headers(parsed: Parsed) -> list[tuple[str, str]]:
    kept, left = [], MAX_HEADERS_BYTES
    for name, value in parsed.headers:
        left -= len(name) + len(value)
        if left < 0:
            break
        kept.append((_clean(name), _clean(value)))
    return kept


def _report(parsed: Parsed, kind: MailKind, envelope_from: str | None) -> dict[str, object]:
    if kind in {MailKind.BOUNCE, MailKind.DELAY}:
        bounce = parsing.read_bounce(parsed, envelope_from)
        return {} if bounce is None else _bounce(bounce)
    if kind is MailKind.COMPLAINT:
        complaint = parsing.read_complaint(parsed)
        return {} if complaint is None else _complaint(complaint)
    return {}


def _bounce(bounce: parsing.Bounce) -> dict[str, object]:
    return {
        "recipients": [
            {
                "address": _clean(each.address)[:320],
                "action": each.action[:20],
                "status": each.status[:20],
                "diagnostic": _clean(each.diagnostic)[:1000],
                "is_hard": each.is_hard,
                "reason": str(each.reason),
            }
            for each in bounce.recipients[:50]
        ],
        "original_message_id": bounce.original_message_id[:255],
        "returned_headers": _returned(bounce.returned_headers),
    }


def _complaint(complaint: parsing.Complaint) -> dict[str, object]:
    return {
        "feedback_type": complaint.feedback_type[:40],
        "recipients": [{"address": _clean(each)[:320]} for each in complaint.recipients[:50]],
        "original_message_id": complaint.original_message_id[:255],
        "returned_headers": _returned(complaint.returned_headers),
    }


def _returned(headers: dict[str, str]) -> dict[str, str]:
    return {_clean(name)[:100]: _clean(value)[:500] for name, value in list(headers.items())[:60]}
