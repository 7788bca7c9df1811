"""Claim, send, record. A killed worker loses no mail, and repeats at most the one that each connection had in flight.

A sender holds an advisory lock of the database for as long as it lives and writes its number on what it claims. When
the lock is free though claimed mail is left, that sender is dead: its mail goes back into the queue.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID

from django.db import connection
from django.utils import timezone

from frontdesk.mail.delivery.waking import wake
from frontdesk.mail.transports import Outgoing, ProviderDown, Transport, TransportError, open_transport
from frontdesk.platform import events, observe, tenancy

log = observe.logger(__name__)

BATCH = 50
GIVE_UP_AFTER = timedelta(hours=72)
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=4)
PROVIDER_DOWN_PAUSE = timedelta(seconds=30)
# A job ends so often, that a worker asked to stop need not break off; a new one goes on.
LONGEST_RUN_SECONDS = 8.0

# The server notices within a minute, instead of hours, that the machine of a sender is gone.
_HOLD = """
select pg_advisory_lock(%s), set_config('tcp_keepalives_idle', '20', false),
  set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '4', false)
"""
_CLAIM = """
update email_message set status = 'sending', claimed_at = now(), claimed_by = %s, tries = tries + 1
where id in (
  select id from email_message where status = 'queued' and next_attempt_at <= statement_timestamp()
  order by priority desc, next_attempt_at limit %s for update skip locked)
returning id, organization_id, from_address, to_address, mime, tries, coalesce(send_at, created_at), priority,
  next_attempt_at
"""
# One statement and no wait for the disk: what a crash of the database machine could undo is the last moment's states.
_RECORD_SENT = """
with sent as (
  update email_message set status = 'sent', sent_at = now(), provider = %s, provider_id = %s, last_error = '',
    claimed_by = null
  where id = %s and claimed_by = %s returning id, organization_id)
insert into email_message_event (organization_id, message_id, status, detail)
select organization_id, id, 'sent', %s from sent, set_config('synchronous_commit', 'off', true)
"""
_RECORD_REFUSED = """
with refused as (
  update email_message set status = %s, next_attempt_at = %s, provider = %s, last_error = %s, claimed_by = null
  where id = %s and claimed_by = %s returning id, organization_id)
insert into email_message_event (organization_id, message_id, status, detail)
select organization_id, id, %s, %s from refused
"""
_RELEASE = """
with released as (
  update email_message set status = case when coalesce(send_at, created_at) < %s then 'failed' else 'queued' end,
    next_attempt_at = %s, tries = tries - 1, claimed_by = null, last_error = %s
  where claimed_by = %s and status = 'sending' returning id, organization_id, status, last_error)
insert into email_message_event (organization_id, message_id, status, detail)
select organization_id, id, status, last_error from released where status = 'failed'
"""
_CLAIMERS = "select distinct claimed_by from email_message where status = 'sending' and claimed_by is not null"
_TAKE_BACK = """
update email_message set status = 'queued', next_attempt_at = now(), claimed_by = null
where claimed_by = %s and status = 'sending'
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    id: UUID
    organization_id: UUID | None
    from_address: str
    to_address: str
    mime: bytes
    tries: int
    due_since: datetime
    priority: int
    next_attempt_at: datetime

    @property
    def outgoing(self) -> Outgoing:
        return Outgoing(
            sender=parseaddr(self.from_address)[1], recipient=parseaddr(self.to_address)[1], mime=bytes(self.mime)
        )


def deliver_due(*, urgent_only: bool = False) -> int:
    """Sends what is due, for some seconds; returns how many were tried. Safe to run in many workers at once."""
    tried, started = 0, time.monotonic()
    with _alive() as sender:
        take_back_from_the_dead()
        if not (batch := _claim(sender)):
            return 0
        if len(batch) == BATCH:  # there may be more than one connection should send
            wake()
        try:
            with open_transport() as transport:
                while batch:
                    _send_batch(transport, sender, batch)
                    tried += len(batch)
                    if time.monotonic() - started > LONGEST_RUN_SECONDS:
                        wake()
                        break
                    batch = _claim(sender)
        except ProviderDown as error:
            _release(sender, str(error))
    return tried


@contextmanager
def _alive() -> Iterator[int]:
    """Holds the advisory lock that tells other workers that this sender lives; yields its number.

    Inside, single statements run as the owner: mail is delivered for all organizations.
    """
    sender = random.getrandbits(62)
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [sender])
    try:
        with tenancy.owner_connection("mail delivery"):
            yield sender
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [sender])


def take_back_from_the_dead() -> int:
    """Requeues what senders had claimed that no longer live; returns how many mails."""
    taken = 0
    with tenancy.platform("mail recovery"), connection.cursor() as cursor:
        cursor.execute(_CLAIMERS)
        for (sender,) in cursor.fetchall():
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [sender])
            if cursor.fetchone() == (True,):
                cursor.execute(_TAKE_BACK, [sender])
                taken += cursor.rowcount
    if taken:
        log.warning("mail.taken_back", count=taken)
    return taken


def _claim(sender: int) -> list[Claimed]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [sender, BATCH])
        rows = [Claimed(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: (-row.priority, row.next_attempt_at))


def _send_batch(transport: Transport, sender: int, batch: list[Claimed]) -> None:
    try:
        for message in batch:
            _send_one(transport, sender, message)
    finally:
        _tell(batch)


def _send_one(transport: Transport, sender: int, message: Claimed) -> None:
    try:
        provider_id = transport.send(message.outgoing)
    except TransportError as error:
        _record_refusal(transport, sender, message, error)
    except ProviderDown:
        raise
    except Exception as error:
        log.error("mail.broke_transport", message_id=str(message.id), exc_info=True)
        wrapped = TransportError(f"It could not be sent: {type(error).__name__}", permanent=False)
        _record_refusal(transport, sender, message, wrapped)
    else:
        with connection.cursor() as cursor:
            cursor.execute(_RECORD_SENT, [transport.name, provider_id, message.id, sender, provider_id])


def _record_refusal(transport: Transport, sender: int, message: Claimed, error: TransportError) -> None:
    now = timezone.now()
    over = error.permanent or now - message.due_since > GIVE_UP_AFTER
    status = "failed" if over else "queued"
    next_attempt = now + retry_delay(message.tries)
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD_REFUSED,
            [status, next_attempt, transport.name, str(error), message.id, sender, status, str(error)],
        )
    log.warning("mail.refused", message_id=str(message.id), permanent=error.permanent, tries=message.tries)
    if not over:
        wake(at=next_attempt)


def retry_delay(tries: int) -> timedelta:
    """1, 2, 4 … minutes, at most 4 hours apart; given up 72 hours after it was due."""
    return min(FIRST_RETRY * 2 ** (max(tries, 1) - 1), LONGEST_RETRY) if tries < 20 else LONGEST_RETRY


def _release(sender: int, reason: str) -> None:
    """The provider cannot be reached: what was claimed waits, and the try does not count; given up after 72 hours."""
    now = timezone.now()
    again = now + PROVIDER_DOWN_PAUSE
    with connection.cursor() as cursor:
        values: list[datetime | str | int] = [
            now - GIVE_UP_AFTER,
            again,
            f"The mail server cannot be reached: {reason}",
            sender,
        ]
        cursor.execute(_RELEASE, values)
    log.warning("mail.provider_down", reason=reason)
    wake(at=again)


def _tell(batch: list[Claimed]) -> None:
    """One event per organization and batch, so that open pages refresh."""
    for org_id in {message.organization_id for message in batch if message.organization_id}:
        mine = [message for message in batch if message.organization_id == org_id]
        with tenancy.tenant(org_id):
            events.record(
                "mail.progressed", record_type="email_message", record_id=mine[-1].id, payload={"count": len(mine)}
            )
