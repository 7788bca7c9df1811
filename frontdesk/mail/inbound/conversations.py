"""Finding the conversation that a mail continues, or opening one. Callers hold the organization's filing lock."""

import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from frontdesk.mail.addresses import known_address
from frontdesk.mail.inbound import plus_addresses, subjects
from frontdesk.mail.inbound.deciding import SUBJECT_DAYS, Arrival, Candidate, Decision, Via, decide
from frontdesk.mail.isolated.contents import Contents
from frontdesk.mail.models import EmailMessage, MailThread, ReceivedMail
from frontdesk.orgs.models import Contact

# A long thread names many mails; who answers means one of the last.
_MAX_REFERENCES = 40
# Of whom was in a conversation, as many of its last mails are asked.
_MAX_MAILS = 300
_OWN_ID = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", re.IGNORECASE)


def find(row: ReceivedMail, contents: Contents, *, is_trusted: bool, at: datetime) -> Decision:
    arrival = Arrival(contents.from_address, contents.subject, at, contents.in_reply_to, is_trusted=is_trusted)
    candidates = [
        *_by_token(row, contents),
        *_by_received(contents),
        *_by_sent(contents),
        *_named_by(row, contents),
    ]
    found = decide(arrival, candidates)
    if found.candidate is not None:
        return found
    by_subject = decide(arrival, list(_by_subject(contents, at)))
    return by_subject if by_subject.candidate is not None or not candidates else found


def _by_token(row: ReceivedMail, contents: Contents) -> Iterator[Candidate]:
    addresses = [*row.envelope_to, *contents.delivered_to, *contents.to, *contents.cc]
    tokens = {token for each in addresses if (token := plus_addresses.thread_token(each))}
    return _of_threads(MailThread.objects.filter(token__in=tokens) if tokens else (), Via.TOKEN)


def _named(contents: Contents) -> list[str]:
    """The mails that it answers, the nearest first."""
    named = [contents.in_reply_to, *reversed(contents.references)]
    return list(dict.fromkeys(each for each in named if each))[:_MAX_REFERENCES]


def _by_received(contents: Contents) -> Iterator[Candidate]:
    named = _named(contents)
    if not named:
        return iter(())
    return _of_threads(_threads_of(ReceivedMail.objects.filter(message_id_header__in=named)), Via.REFERENCE)


def _named_by(row: ReceivedMail, contents: Contents) -> Iterator[Candidate]:
    """Mails of the same sender that were read first and answer this one."""
    if not contents.message_id or not contents.from_address:
        return iter(())
    later = ReceivedMail.objects.filter(from_address=contents.from_address).filter(
        Q(references__contains=[contents.message_id]) | Q(in_reply_to=contents.message_id)
    )
    return _of_threads(_threads_of(later.exclude(id=row.id)), Via.NAMED_BY)


def _threads_of(rows: QuerySet[ReceivedMail]) -> list[MailThread]:
    found = rows.filter(thread__isnull=False).order_by("-created_at").values_list("thread_id", flat=True)[:20]
    return list(MailThread.objects.filter(id__in=list(found)))


def _by_subject(contents: Contents, at: datetime) -> Iterator[Candidate]:
    if not subjects.normalise(contents.subject):
        return iter(())
    recent = MailThread.objects.filter(
        address=contents.from_address, last_message_at__gt=at - timedelta(days=SUBJECT_DAYS)
    ).order_by("-last_message_at")[:50]
    return _of_threads(recent, Via.SUBJECT)


def _of_threads(threads: Iterable[MailThread], via: Via) -> Iterator[Candidate]:
    for thread in {each.id: each for each in threads}.values():
        yield Candidate(via, thread.id, thread.address, _people(thread), thread.subject, thread.last_message_at)


def _people(thread: MailThread) -> frozenset[str]:
    """Everybody to or from whom a mail of it went, by address; a colleague at the same domain is somebody else."""
    people = {thread.address}
    received = ReceivedMail.objects.filter(thread=thread).order_by("-created_at")
    for sender, to, cc in received.values_list("from_address", "to_addresses", "cc_addresses")[:_MAX_MAILS]:
        people |= {sender, *to, *cc}
    sent = EmailMessage.objects.filter(thread=thread).order_by("-created_at")
    for address, cc in sent.values_list("to_address", "cc")[:_MAX_MAILS]:
        people |= {known_address(each) for each in (address, *cc)}
    return frozenset(people - {""})


def sent_named(message_ids: list[str]) -> list[EmailMessage]:
    """Mails of ours that go by these Message-IDs: the header we wrote, a newsletter's row, or the provider's own id."""
    if not message_ids:
        return []
    own = [UUID(match[1]) for each in message_ids if (match := _OWN_ID.match(each))]
    provider = [part for each in message_ids for part in (each, each.strip("<>"), each.strip("<>").partition("@")[0])]
    rows = EmailMessage.objects.filter(
        Q(message_id_header__in=message_ids, campaign__isnull=True)
        | Q(id__in=own, campaign__isnull=False)
        | Q(provider_id__in=[each for each in provider if len(each) > 15])
    )
    return list(rows.select_related("thread").defer("mime", "html", "text", "data").order_by("-created_at")[:100])


def owner_of_answered(contents: Contents) -> UUID | None:
    """Whose mail this answers, when it went to its sender. As the platform: of all organizations."""
    for message in sent_named(_named(contents)):
        if message.organization_id and known_address(message.to_address) == contents.from_address:
            return message.organization_id
    return None


def _by_sent(contents: Contents) -> Iterator[Candidate]:
    for message in sent_named(_named(contents)):
        people = frozenset({known_address(message.to_address), *(known_address(each) for each in message.cc)} - {""})
        if message.thread is not None:
            thread = message.thread
            known = people | _people(thread)
            yield Candidate(
                Via.REFERENCE, thread.id, thread.address, known, thread.subject, thread.last_message_at, message.id
            )
        elif contents.from_address == known_address(message.to_address):
            yield Candidate(
                Via.REFERENCE,
                None,
                contents.from_address,
                people,
                message.subject,
                message.sent_at or message.created_at,
                message.id,
                message.campaign_id,
            )
        else:  # somebody else's copy: it tells that the sender is a stranger to it
            yield Candidate(
                Via.REFERENCE,
                None,
                known_address(message.to_address),
                frozenset(),
                message.subject,
                message.created_at,
            )


def open_or_continue(
    org_id: UUID, found: Decision, contents: Contents, contact: Contact | None, *, route: str, tags: list[str]
) -> MailThread:
    candidate = found.candidate
    if candidate is not None and candidate.thread_id is not None:
        thread: MailThread = MailThread.objects.get(id=candidate.thread_id)
    else:
        thread = MailThread.objects.create(
            organization_id=org_id,
            subject=contents.subject,
            contact=contact,
            address=contents.from_address,
            token=secrets.token_hex(10),
            campaign_id=candidate.campaign_id if candidate else None,
            route=route,
        )
        if candidate is not None and candidate.message_id:
            EmailMessage.objects.filter(id=candidate.message_id, thread__isnull=True).update(thread=thread)
    thread.tags = list(dict.fromkeys([*thread.tags, *tags]))
    MailThread.objects.filter(id=thread.id).update(
        message_count=F("message_count") + 1,
        unread_count=F("unread_count") + 1,
        last_message_at=Greatest(F("last_message_at"), timezone.now()),
        archived_at=None,
        tags=thread.tags,
        contact_id=thread.contact_id or (contact.id if contact and contact.email == thread.address else None),
        route=thread.route or route,
    )
    return thread
