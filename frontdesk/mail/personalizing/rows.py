"""The rows of ``email_personalization``: made with the audience, taken by the job, joined when a mail is written.

A recipient's mail waits for its row: until it is done or plain, and no longer than the campaign's patience after it was
due. Then it goes out as it stands in the template, and the row says why.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from django.db import connection

from frontdesk.mail.campaigns import snapshots
from frontdesk.mail.campaigns.snapshots import Snapshot
from frontdesk.mail.models import Campaign, PersonalizationState
from frontdesk.mail.personalizing.plans import LINES_KEY

OPEN = (PersonalizationState.WAITING.value, PersonalizationState.ASKED.value)

_MAKE = """
insert into email_personalization (organization_id, campaign_id, variant, contact_id, state)
select r.organization_id, r.campaign_id, coalesce(r.variant, %(winner)s::smallint), r.contact_id, 'waiting'
from campaign_recipient r join contacts c on c.id = r.contact_id
join lateral (
  select e.is_written from jsonb_to_recordset(%(entries)s::jsonb) as e (
    variant int, locale text, is_default boolean, is_written boolean)
  where e.variant = coalesce(r.variant, %(winner)s::smallint) and (e.locale = c.locale or e.is_default)
  order by e.is_default limit 1) e on e.is_written
where r.campaign_id = %(campaign)s and r.state = 'waiting' and coalesce(r.variant, %(winner)s::smallint) is not null
order by r.due_at, r.id
on conflict do nothing
"""
_SETTLE = """
update email_personalization set state = 'plain', reason = %s, detail = %s, done_at = statement_timestamp()
where campaign_id = %s and state = any(%s)
"""
_HAS_OPEN = "select exists (select from email_personalization where campaign_id = %s and state in ('waiting', 'asked'))"

# Parts of the statement that feeds the outbox; without personalisation it has none of them.
# A patience counts from when the mail was due, from when the row was made (after a test's winner was chosen), and from
# when somebody let the campaign go on.
GATE = """
    and not exists (select from email_personalization p where p.campaign_id = campaign_recipient.campaign_id
      and p.contact_id = campaign_recipient.contact_id
      and p.variant = coalesce(campaign_recipient.variant, %(winner)s::smallint) and p.state in ('waiting', 'asked')
      and greatest(campaign_recipient.due_at, p.created_at, %(resumed)s::timestamptz) > %(given_up)s)"""
# Locked as they are by now: an answer that comes at the same moment is in, or finds that it is too late.
OWN = """
own as materialized (
  select p.id, p.contact_id, p.state, p.values from due join email_personalization p
    on p.campaign_id = %(campaign)s and p.contact_id = due.contact_id and p.variant = due.variant
  for update of p),
given_up as (
  update email_personalization p set state = 'plain', reason = 'late', done_at = statement_timestamp()
  from own where p.id = own.id and p.state in ('waiting', 'asked') returning 1),"""
JOIN = """
  left join own on own.contact_id = c.id and own.state = 'done'"""
SUBJECT = "coalesce(nullif(left(own.values ->> 'subject', 990), ''), e.subject)"

PARTS = {"gate": GATE, "own": OWN, "subject": SUBJECT, "join": JOIN}


def data_with(data: str) -> str:
    """The recipient's data, and over it what was written (``plans.values_to_data``)."""
    return f"""({data} || case when own.values is null then '{{}}'::jsonb else
    (own.values - array['subject', 'preheader']) || jsonb_build_object('{LINES_KEY}', jsonb_build_object(
      'subject', coalesce(own.values ->> 'subject', ''), 'preheader', coalesce(own.values ->> 'preheader', ''))) end)"""


def is_written(frozen: Mapping[int, Snapshot]) -> bool:
    """Whether anything of it is written for each recipient."""
    return any("ai" in snapshot[locale] for snapshot in frozen.values() for locale in snapshots.locales(snapshot))


def make(campaign: Campaign, frozen: Mapping[int, Snapshot], *, winner: int | None = None) -> int:
    """For those whose variant is known; ``winner`` is that of the others. Done again, it adds nothing."""
    entries = [
        {
            "variant": position,
            "locale": locale,
            "is_default": locale == snapshot["default"],
            "is_written": "ai" in snapshot[locale],
        }
        for position, snapshot in frozen.items()
        for locale in snapshots.locales(snapshot)
    ]
    with connection.cursor() as cursor:
        values = {"campaign": campaign.id, "winner": winner, "entries": orjson.dumps(entries).decode()}
        cursor.execute(_MAKE, values)
        return int(cursor.rowcount)


def settle(campaign_id: UUID, reason: str, detail: str = "", *, states: Sequence[str] = OPEN) -> int:
    """Those that are open go out plain."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [reason, detail[:300], campaign_id, list(states)])
        return int(cursor.rowcount)


def has_open(campaign_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HAS_OPEN, [campaign_id])
        return bool(cursor.fetchone() == (True,))


def feeding_values(campaign: Campaign, *, now: datetime) -> dict[str, object]:
    patience = timedelta(minutes=campaign.ai_patience_minutes)
    return {"resumed": campaign.resumed_at, "given_up": now - patience}
