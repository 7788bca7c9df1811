"""Puts a mail that was read where it belongs: its columns, its conversation, what it says of mail of ours.

One transaction for each mail, and one mail at a time in an organization: two answers that arrive together then find
the conversation that the first of them opens, and the same mail by two ways is seen to be one.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from frontdesk.mail.authentication import model as verdicts
from frontdesk.mail.authentication.model import Verdict
from frontdesk.mail.inbound import conversations, filters, guards, people, returned, spoofing
from frontdesk.mail.inbound.deciding import Decision
from frontdesk.mail.inbound.filtering import Result
from frontdesk.mail.inbound.scope import scope
from frontdesk.mail.isolated.contents import Contents
from frontdesk.mail.models import MailThread, ReceivedMail, ReceivedState
from frontdesk.mail.parsing import MailKind
from frontdesk.platform import events

# What people write, also by way of a list: many offices' addresses are groups. No machine answers the latter.
_LETTERS = frozenset({MailKind.MESSAGE, MailKind.LIST})
_YEARS = range(1970, 2200)  # a date that a mail gives itself can be any


def file(
    org_id: UUID | None,
    received_id: UUID,
    contents: Contents,
    *,
    verdict: Verdict | None,
    html: str,
    holds_back: bool,
) -> None:
    with scope(org_id):
        _lock(org_id)
        row = ReceivedMail.objects.select_for_update().filter(id=received_id).defer("raw").first()
        if row is None or row.state != ReceivedState.RECEIVED:
            return
        _take_columns(row, contents, verdict, html, holds_back)
        if org_id is not None:
            _place(org_id, row, contents)
        row.save()


def _lock(org_id: UUID | None) -> None:
    """Until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"mail.filing:{org_id}"])


def _take_columns(row: ReceivedMail, contents: Contents, verdict: Verdict | None, html: str, holds_back: bool) -> None:
    row.subject, row.message_id_header = contents.subject, contents.message_id
    row.from_address, row.from_name = contents.from_address, contents.from_name
    row.to_addresses, row.cc_addresses = contents.to, contents.cc
    row.in_reply_to, row.references = contents.in_reply_to, contents.references
    row.text, row.new_text = contents.text, contents.new_text
    row.quoted_text, row.signature = contents.quoted_text, contents.signature
    row.html, row.holds_images_back = html, holds_back
    row.attachments, row.invitations = contents.attachments, contents.invitations
    row.protection, row.defects = contents.protection, contents.defects
    row.kind, row.kind_reason, row.is_automatic = contents.kind, contents.why, contents.is_automatic
    row.dated_at = _plausible(contents.date)
    row.state, row.parse_error, row.dropped_reason = ReceivedState.PARSED, "", ""
    row.parsed_at = timezone.now()
    if verdict is not None:
        row.authentication = verdict.as_json()


def _plausible(date: datetime | None) -> datetime | None:
    return date if date is not None and date.year in _YEARS else None


def _place(org_id: UUID, row: ReceivedMail, contents: Contents) -> None:
    row.is_spoofed = spoofing.is_spoofed(row)
    if _is_second_copy(row, contents):
        return
    if reason := guards.loop_reason(row, contents):
        _drop(row, reason)
        return
    caught = filters.run(row, contents)
    row.tags = list(dict.fromkeys([*row.tags, *caught.tags]))
    if contents.kind in returned.REPORTS or contents.kind == MailKind.AUTO_REPLY:
        _note_report(row, contents)
    if caught.dropped_by is not None:
        _drop(row, f"Filter: {caught.dropped_by.name}")
    elif not contents.is_automatic and contents.kind in _LETTERS:
        _converse(org_id, row, contents, caught)


def _drop(row: ReceivedMail, reason: str) -> None:
    """It is kept and shown, and opens nothing."""
    row.state, row.dropped_reason = ReceivedState.DROPPED, reason[:200]


def _is_second_copy(row: ReceivedMail, contents: Contents) -> bool:
    """By another way, or to another of our addresses: the first is the one, and learns of the address."""
    first = ReceivedMail.objects.filter(content_digest=contents.digest).exclude(id=row.id).defer("raw").first()
    if first is None:
        row.content_digest = contents.digest
        return False
    first.envelope_to = list(dict.fromkeys([*first.envelope_to, *row.envelope_to]))
    first.save(update_fields=["envelope_to"])
    row.content_digest = None
    _drop(row, "The same mail arrived before, by another way or to another address.")
    return True


def _note_report(row: ReceivedMail, contents: Contents) -> None:
    about = returned.find(row, contents)
    row.about_id = about.message.id if about else None
    if contents.kind in returned.REPORTS:
        row.report = returned.apply(row, contents, about)


def _converse(org_id: UUID, row: ReceivedMail, contents: Contents, caught: Result) -> None:
    if row.thread_id is not None:  # read once more
        return
    contact = people.find_or_make(org_id, contents.from_address, "" if row.is_spoofed else contents.from_name)
    found = conversations.find(row, contents, is_trusted=_is_trusted(row), at=row.created_at)
    thread = conversations.open_or_continue(
        org_id, found, contents, contact, route=caught.route, tags=list(caught.tags)
    )
    row.contact, row.thread = contact, thread
    _tell(row, thread, found)


def _is_trusted(row: ReceivedMail) -> bool:
    """A DMARC failure is proof of nothing by itself, as forwarders cause it; where the domain asks to refuse, it is."""
    dmarc = row.authentication.get("dmarc") or {}
    refuses = dmarc.get("result") == verdicts.FAIL and not str(dmarc.get("detail", "")).endswith("none.")
    return not row.is_spoofed and not refuses


def _tell(row: ReceivedMail, thread: MailThread, found: Decision) -> None:
    is_new = found.candidate is None or found.candidate.thread_id is None
    payload = {
        "thread_id": str(thread.id),
        "kind": row.kind,
        "contact_id": str(row.contact_id) if row.contact_id else None,
        "opens_thread": is_new,
        "why": found.why,
    }
    events.record("mail.received", record_type="received_mail", record_id=row.id, payload=payload)
