"""Letters to and from other people that name somebody who is forgotten: they stay, without this one's address.

Letters have encodings of their own, so each is read; that takes its time, and is a job's.
"""

from uuid import UUID

from django.db import connection
from psycopg.sql import SQL, Composed, Identifier

from frontdesk.mail.audience.redacting import ERASED, Redactor
from frontdesk.mail.models import EmailMessage, MessageStatus
from frontdesk.platform import jobs, secrets, tenancy
from frontdesk.platform.jobs.tasks import MAX_ID_LENGTH

# Where bytes are letters, or answers that were kept for repeated requests.
COLUMNS = (("email_message", "mime"), ("received_mail", "raw"), ("idempotency_keys", "body"))
_AT_ONCE = 20
_FIRST: dict[str, UUID | int] = {"email_message": UUID(int=0), "received_mail": UUID(int=0), "idempotency_keys": 0}


def take_from_heads(org_id: UUID, email: str) -> None:
    """Mails to others that go to this one as well: what waits goes without, what went says that somebody was there.
    As the owner."""
    redactor = Redactor(email)
    named = EmailMessage.objects.filter(organization_id=org_id, campaign__isnull=True)
    theirs = named.filter(to_address__icontains=email).values("batch_id")
    for row in (named.filter(batch_id__in=theirs) | named.filter(cc__icontains=email)).iterator(_AT_ONCE):
        instead = "" if row.status == MessageStatus.QUEUED else ERASED
        cc = [each for each in row.cc if not redactor.is_of(each)]
        row.cc = cc + [ERASED] * (bool(instead) and len(cc) < len(row.cc))
        row.mime = redactor.leave_out(bytes(row.mime), instead=instead)
        row.save(update_fields=["cc", "mime"])


def forget_later(org_id: UUID, email: str) -> None:
    """In the caller's transaction. The job's row, which is deleted a day after, has the address sealed."""
    sealed = secrets.seal(email, _context(org_id))
    first, rest = sealed[:MAX_ID_LENGTH], sealed[MAX_ID_LENGTH:]
    jobs.enqueue(forget_in_letters, org_id=org_id, sealed=first, more=rest)


@jobs.task("mail.forget_in_letters", queue=jobs.Queue.BULK)
def forget_in_letters(*, org_id: UUID, sealed: str, more: str) -> None:
    redactor = Redactor(secrets.unseal(sealed + more, _context(org_id)))
    for table, column in COLUMNS:
        last: UUID | int | None = _FIRST[table]
        while last is not None:
            with tenancy.platform("erase contact"):
                last = _redact_some(org_id, table, column, redactor, after=last)


def _context(org_id: UUID) -> str:
    return f"erasure/{org_id}"


def _redact_some(org_id: UUID, table: str, column: str, redactor: Redactor, *, after: UUID | int) -> UUID | int | None:
    """The id of the last one that was read; None behind the end."""
    last: UUID | int | None = None
    with connection.cursor() as cursor:
        query = "select id, {column} from {table} where organization_id = %s and id > %s and length({column}) > 0"
        cursor.execute(_named(query + " order by id limit %s for update", table, column), [org_id, after, _AT_ONCE])
        for last, content in cursor.fetchall():
            letter = bytes(content)
            changed = redactor.redact_letter(letter)
            if changed != letter:
                cursor.execute(_named("update {table} set {column} = %s where id = %s", table, column), [changed, last])
    return last


def _named(query: str, table: str, column: str) -> Composed:
    return SQL(query).format(table=Identifier(table), column=Identifier(column))
