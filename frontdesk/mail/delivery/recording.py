"""What became of claimed mail, written down: what was sent in batches, what was refused at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from frontdesk.mail.delivery.claiming import Claimed
from frontdesk.platform import observe, tenancy

log = observe.logger(__name__)

GIVE_UP_AFTER = timedelta(hours=72)
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=4)
MAY_COME_TWICE = "It may arrive twice."

# One statement and no wait for the disk: what a crash of the database machine could undo is the last moment's states,
# and then the mails count as in doubt. A provider may have told of a mail before this does: that state stays.
_RECORD_SENT = """
with told as (
  select * from unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::text[]) as t (id, provider_id, sent_at, subject)),
sent as (
  update email_message m set status = case m.status when 'sending' then 'sent' else m.status end,
    sent_at = told.sent_at, provider = %s, provider_id = told.provider_id, last_error = '', claimed_by = null,
    subject = coalesce(nullif(told.subject, ''), m.subject)
  from told where m.id = told.id
    and (m.claimed_by = %s or m.status in ('delivered', 'bounced', 'complained'))
  returning m.id, m.organization_id, m.provider_id, m.sent_at)
insert into email_message_event (organization_id, message_id, status, detail, created_at)
select organization_id, id, 'sent', provider_id, sent_at from sent, set_config('synchronous_commit', 'off', true)
"""
_RECORD_REFUSED = """
with refused as (
  update email_message set status = %s, next_attempt_at = %s, provider = %s, last_error = %s, claimed_by = null,
    in_doubt = in_doubt + %s
  where id = %s and claimed_by = %s returning id, organization_id)
insert into email_message_event (organization_id, message_id, status, detail)
select organization_id, id, %s, %s from refused
"""
_RELEASE = """
with released as (
  update email_message set status = case when coalesce(send_at, created_at) < %s then 'failed' else 'queued' end,
    next_attempt_at = coalesce(%s, next_attempt_at), tries = tries - 1, claimed_by = null,
    last_error = coalesce(%s, last_error)
  where id = any(%s) and claimed_by = %s and status = 'sending' returning id, organization_id, status, last_error)
insert into email_message_event (organization_id, message_id, status, detail)
select organization_id, id, status, last_error from released where status = 'failed'
"""
# What was under way when its campaign was cancelled, and did not go. The lock waits for whoever is about to cancel.
_CANCEL = """
with held as materialized (select id, state from campaign where id = any(%s) order by id for share),
gone as (
  update email_message m set status = 'cancelled', last_error = 'The campaign was cancelled.'
  from held where m.campaign_id = held.id and held.state = 'cancelled' and m.status = 'queued'
  returning m.id, m.organization_id, m.campaign_id, m.contact_id),
told as (
  insert into email_message_event (organization_id, message_id, status, detail)
  select organization_id, id, 'cancelled', 'The campaign was cancelled.' from gone)
update campaign_recipient r set state = 'cancelled' from gone
where r.campaign_id = gone.campaign_id and r.contact_id = gone.contact_id
"""
_CLAIMERS = """
select claimed_by from email_message where status = 'sending' and claimed_by is not null
union select sender from mail_sender_progress
"""
# What its sender had told is sent; the one behind it is in doubt; the others were not begun. When the database itself
# went down meanwhile, notes may be lost: then all that was not told is in doubt.
_TAKE_BACK = """
with dead as (
  select claimed.sender, progress.done, progress.updated_at
  from (values (%s::bigint)) as claimed (sender) left join mail_sender_progress progress using (sender)),
judged as (
  select m.id, dead.updated_at, m.claim_position < dead.done as is_sent,
    m.claim_position >= dead.done and (m.claim_position = dead.done or m.claimed_at < pg_postmaster_start_time())
      as is_in_doubt
  from email_message m join dead on m.claimed_by = dead.sender where m.status = 'sending'),
taken as (
  update email_message m set claimed_by = null,
    status = case when j.is_sent then 'sent' else 'queued' end,
    sent_at = case when j.is_sent then j.updated_at else m.sent_at end,
    next_attempt_at = case when j.is_sent then m.next_attempt_at else now() end,
    tries = m.tries - case when j.is_sent or j.is_in_doubt or j.is_in_doubt is null then 0 else 1 end,
    in_doubt = m.in_doubt + case when j.is_in_doubt then 1 else 0 end
  from judged j where m.id = j.id returning m.id, m.organization_id, m.campaign_id, j.is_sent, j.is_in_doubt),
told as (
  insert into email_message_event (organization_id, message_id, status, detail)
  select organization_id, id, case when is_sent then 'sent' else 'queued' end,
    case when is_sent then 'Its sender died before it could note what the provider answered.'
      else 'Its sender died while it was under way. ' || %s end
  from taken where is_sent or is_in_doubt),
forgotten as (delete from mail_sender_progress where sender = %s)
select count(*), count(*) filter (where is_in_doubt), array_agg(distinct campaign_id) from taken
"""


@dataclass(frozen=True, slots=True)
class Sent:
    message: Claimed
    provider_id: str
    at: datetime
    subject: str = ""  # of a campaign's mail, which had none of its own until now


def record_sent(sender: int, provider: str, batch: Sequence[Sent]) -> None:
    if batch:
        told = [(each.message.id, each.provider_id, each.at, each.subject) for each in batch]
        columns = [list(column) for column in zip(*told, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(_RECORD_SENT, [*columns, provider, sender])


def record_refused(
    sender: int, provider: str, message: Claimed, reason: str, *, permanent: bool, in_doubt: bool = False
) -> datetime | None:
    """When it is tried again; None when it is given up."""
    now = timezone.now()
    over = permanent or now - message.due_since > GIVE_UP_AFTER
    status = "failed" if over else "queued"
    next_attempt = now + retry_delay(message.tries)
    told = f"{reason} {MAY_COME_TWICE}" if in_doubt and not over else reason
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD_REFUSED,
            [status, next_attempt, provider, reason, int(in_doubt), message.id, sender, status, told],
        )
    if not over:
        _cancel_left([message.campaign_id])
    log.warning("mail.refused", message_id=str(message.id), permanent=permanent, tries=message.tries)
    return None if over else next_attempt


def retry_delay(tries: int) -> timedelta:
    """1, 2, 4 … minutes, at most 4 hours apart; given up 72 hours after it was due."""
    return min(FIRST_RETRY * 2 ** (max(tries, 1) - 1), LONGEST_RETRY) if tries < 20 else LONGEST_RETRY


def release(
    sender: int, messages: Sequence[Claimed], *, again: datetime | None = None, reason: str | None = None
) -> None:
    """They were not tried, and wait; given up after 72 hours when there is a reason."""
    given_up = timezone.now() - GIVE_UP_AFTER if reason else datetime.min.replace(tzinfo=timezone.now().tzinfo)
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, [given_up, again, reason, [message.id for message in messages], sender])
    _cancel_left(message.campaign_id for message in messages)


def _cancel_left(campaigns: Iterable[UUID | None]) -> None:
    """Nobody else looks after mail of a cancelled campaign that goes back into the queue."""
    found = {each for each in campaigns if each}
    if found:
        with connection.cursor() as cursor:
            cursor.execute(_CANCEL, [list(found)])


def take_back_from_the_dead() -> int:
    """Settles what senders had claimed that no longer live; returns how many mails."""
    taken = in_doubt = 0
    with tenancy.platform("mail recovery"), connection.cursor() as cursor:
        cursor.execute(_CLAIMERS)
        for (sender,) in cursor.fetchall():
            # Free only when the dead one's session has carried out all that it had written.
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [sender])
            if cursor.fetchone() == (True,):
                cursor.execute(_TAKE_BACK, [sender, MAY_COME_TWICE, sender])
                found = cursor.fetchone()
                taken, in_doubt = taken + found[0], in_doubt + found[1]
                _cancel_left(found[2] or [])
    if taken:
        log.warning("mail.taken_back", count=taken, in_doubt=in_doubt)
    return taken
