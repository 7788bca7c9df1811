"""Mail about mail of ours: what did not arrive, what somebody complained of, what a machine answered.

A report can be forged by anybody. What it says counts when it proves to be about a mail of ours: it came to the signed
return path of that mail, or it names the Message-ID and the address that mail went to. Else it is shown, and changes
nothing. Whom a mail was copied to knows its Message-ID as well: of such a mail only the return path proves that an
address is dead, and a report without it suppresses nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from frontdesk.mail import outcomes
from frontdesk.mail.addresses import known_address
from frontdesk.mail.inbound import conversations, plus_addresses
from frontdesk.mail.isolated.contents import Contents
from frontdesk.mail.models import EmailMessage, ReceivedMail
from frontdesk.mail.outcomes import Happening, HappeningKind
from frontdesk.mail.parsing import MailKind
from frontdesk.mail.tracking import tokens

REPORTS = frozenset({MailKind.BOUNCE, MailKind.COMPLAINT, MailKind.DELAY})
# How long after a mail a report that names nothing but the address is taken to be about it.
_RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class About:
    message: EmailMessage
    is_proven: bool
    # The token of the return path: it names the recipient as well.
    by_token: bool = False
    # Several people got it, so that others than this recipient could have written the report.
    is_shared: bool = False


def find(row: ReceivedMail, contents: Contents) -> About | None:
    """The mail of ours that a report or an automatic answer is about. As bound: the organization's, or any."""
    if message := _by_token([*row.envelope_to, *contents.delivered_to, *contents.to]):
        return About(message, is_proven=True, by_token=True)
    addresses = _addresses(contents)
    named = conversations.sent_named(_named(contents))
    is_shared = len({each.to_address for each in named}) > 1
    for message in named:
        if known_address(message.to_address) in addresses:
            return About(message, is_proven=True, is_shared=is_shared)
    if len({each.id for each in named}) == 1 and not addresses:
        return About(named[0], is_proven=True)
    if named:
        return About(named[0], is_proven=False)
    return _by_address(addresses)


def _by_token(addresses: Sequence[str]) -> EmailMessage | None:
    for address in addresses:
        try:
            message_id = tokens.read_bounce(plus_addresses.bounce_token(address))
        except tokens.TokenRefused:
            continue
        if found := EmailMessage.objects.filter(id=message_id).defer("mime", "html", "text").first():
            return found
    return None


def _named(contents: Contents) -> list[str]:
    told = contents.report.get("original_message_id")
    returned = contents.report.get("returned_headers")
    headers = [returned.get("message-id", ""), returned.get("x-message-id", "")] if isinstance(returned, dict) else []
    named = [str(told or ""), *headers]
    if contents.kind == MailKind.AUTO_REPLY:
        named += [contents.in_reply_to, *reversed(contents.references)]
    return list(dict.fromkeys(each.strip() for each in named if each.strip()))[:20]


def _addresses(contents: Contents) -> set[str]:
    """Whom it is about: the reported recipients; of an automatic answer its sender."""
    if contents.kind == MailKind.AUTO_REPLY:
        return {contents.from_address} - {""}
    return {known_address(str(each["address"])) for each in recipients_of(contents)} - {""}


def recipients_of(contents: Contents) -> list[dict[str, Any]]:
    found = contents.report.get("recipients")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _by_address(addresses: set[str]) -> About | None:
    if not addresses:
        return None
    recent = EmailMessage.objects.filter(to_address__in=addresses, sent_at__gt=timezone.now() - _RECENT)
    found = recent.defer("mime", "html", "text").order_by("-sent_at").first()
    return About(found, is_proven=False) if found else None


def apply(row: ReceivedMail, contents: Contents, about: About | None) -> dict[str, object]:
    """Writes down what the report says of our mail, where it is proven; returns what is shown of it."""
    kind = contents.kind
    recipients = recipients_of(contents)
    told = _told_of(about, recipients)
    shown: dict[str, object] = {
        "address": told.get("address") or (known_address(about.message.to_address) if about else ""),
        "is_hard": bool(told.get("is_hard")),
        "reason": told.get("reason", ""),
        "status": told.get("status", ""),
        "diagnostic": told.get("diagnostic", ""),
        "is_proven": bool(about and about.is_proven),
    }
    if kind == MailKind.COMPLAINT:
        shown["feedback_type"] = contents.report.get("feedback_type", "")
    if about is None or not about.is_proven:
        return shown
    if kind == MailKind.BOUNCE and told.get("action", "failed") == "failed":
        _bounced(row, about, told)
    elif kind == MailKind.COMPLAINT and shown["feedback_type"] != "not-spam":
        _happened(row, about, HappeningKind.COMPLAINED, str(shown["feedback_type"]))
    elif kind == MailKind.DELAY:
        _happened(row, about, HappeningKind.DEFERRED, str(told.get("diagnostic", "")))
    return shown


def _told_of(about: About | None, recipients: list[dict[str, Any]]) -> dict[str, Any]:
    """What it says of the one whom our mail went to."""
    if not recipients:
        return {}
    wanted = known_address(about.message.to_address) if about else ""
    return next((each for each in recipients if known_address(str(each["address"])) == wanted), recipients[0])


def _bounced(row: ReceivedMail, about: About, told: dict[str, Any]) -> None:
    message = about.message
    outcomes.record_bounce(
        message.organization_id,
        message.id,
        # With the token the address is the one we wrote to, whatever the report calls it (a forwarder's target).
        known_address(message.to_address),
        is_hard=bool(told.get("is_hard")) and not about.is_shared,
        reason=str(told.get("reason", "undefined")),
        detail=str(told.get("diagnostic", ""))[:1000],
        at=row.created_at,
        key=f"received:{row.id}",
    )


def _happened(row: ReceivedMail, about: About, kind: HappeningKind, detail: str) -> None:
    message = about.message
    happening = Happening(
        kind=kind,
        at=row.created_at,
        recipient=known_address(message.to_address),
        detail=detail[:1000],
        key=f"received:{row.id}",
    )
    outcomes.apply(message.organization_id, message.id, happening)


def owner_of(about: About | None) -> UUID | None:
    """Whose mail it is about, if that is proven."""
    return about.message.organization_id if about and about.is_proven else None
