"""All that arrived, also what opened nothing: bounces, what a filter dropped, what cannot be read."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from frontdesk.mail import parsing
from frontdesk.mail.inbound import pictures
from frontdesk.mail.inbound.reading_job import read_received
from frontdesk.mail.messages import readable_received
from frontdesk.mail.models import ReceivedMail, ReceivedState
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import email_addresses, jobs, tenancy
from frontdesk.platform.errors import Conflict, NotFound

# What a list does not show, and may be megabytes.
HEAVY = ("raw", "html", "text", "quoted_text")


@dataclass(frozen=True, slots=True)
class Filters:
    words: str = ""
    state: str = ""
    kind: str = ""
    source: str = ""
    tag: str = ""
    mailbox_id: UUID | None = None
    message_id: UUID | None = None
    is_spoofed: bool | None = None


def list_received(actor: Actor, filters: Filters) -> "QuerySet[ReceivedMail]":
    access.require(actor, Permission.MAIL_READ)
    found = readable_received(actor)
    equal = {"state": filters.state, "kind": filters.kind, "source": filters.source}
    equal |= {"mailbox_id": filters.mailbox_id, "about_id": filters.message_id}  # type: ignore[dict-item]
    found = found.filter(**{name: value for name, value in equal.items() if value})
    if filters.tag:
        found = found.filter(tags__contains=[filters.tag])
    if filters.is_spoofed is not None:
        found = found.filter(is_spoofed=filters.is_spoofed)
    if filters.words:
        words = filters.words
        found = found.filter(
            Q(subject__icontains=words)
            | Q(from_address__icontains=email_addresses.to_search(words))
            | Q(from_name__icontains=words)
            | Q(envelope_to__icontains=words)
        )
    return found.defer(*HEAVY)


def get_received(actor: Actor, received_id: UUID) -> ReceivedMail:
    access.require(actor, Permission.MAIL_READ)
    row = readable_received(actor).defer("raw").filter(id=received_id).first()
    if row is None:
        raise NotFound
    return row


def shown_html(row: ReceivedMail, *, with_remote: bool) -> str:
    """Sanitised, its own pictures by an address of ours; those elsewhere only if asked for."""
    html = row.html
    if with_remote and row.holds_images_back:
        html = pictures.show(parsing.parse(bytes(row.raw)).html)
    return pictures.with_inline(html, row.id, row.organization_id, row.attachments)


def get_source(actor: Actor, received_id: UUID) -> bytes:
    return bytes(get_received(actor, received_id).raw)


def get_attachment(actor: Actor, received_id: UUID, index: int) -> tuple[str, str, bytes]:
    """File name, type and content."""
    return read_attachment(get_received(actor, received_id), index)


def read_attachment(row: ReceivedMail, index: int) -> tuple[str, str, bytes]:
    """Only of a mail that was read before: nothing here guards against what takes a parser down."""
    if not any(each["index"] == index for each in row.attachments):
        raise NotFound
    found = parsing.parse(bytes(row.raw)).attachments
    if index >= len(found):
        raise NotFound
    return found[index].filename, found[index].content_type, found[index].content()


def get_picture(token: str) -> tuple[str, bytes]:
    """Type and content of a picture in a mail, by the signed address in its HTML. Raises BadSignature, NotFound."""
    org_id, received_id, index = pictures.read_token(token)
    scope = tenancy.tenant(org_id) if org_id else tenancy.platform("picture of a mail for nobody")
    with scope:
        row = ReceivedMail.objects.filter(id=received_id).first()
        if row is None or row.organization_id != org_id:
            raise NotFound
        _, content_type, content = read_attachment(row, index)
    if content_type not in pictures.SHOWN:
        raise NotFound
    return content_type, content


def reprocess(actor: Actor, received_id: UUID) -> ReceivedMail:
    """Reads it once more, after a fix or a changed filter. Conflict while it still waits for the first time."""
    access.require(actor, Permission.MAIL_READ)
    row = get_received(actor, received_id)
    access.require(actor, Permission.MAIL_SEND)
    readable = ReceivedMail.objects.filter(id=row.id).exclude(state=ReceivedState.RECEIVED)
    if not readable.update(state=ReceivedState.RECEIVED, read_tries=0, parse_error="", dropped_reason=""):
        raise Conflict("This mail waits to be read already.", code="mail-waiting")
    jobs.enqueue(read_received, org_id=row.organization_id, received_id=row.id)
    audit.record(
        actor,
        "mail.reprocessed",
        object_type="received_mail",
        object_id=row.id,
        label=row.subject,
        org_id=row.organization_id,
    )
    return get_received(actor, received_id)
