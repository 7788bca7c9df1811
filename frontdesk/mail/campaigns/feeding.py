"""Moves recipients whose time has come into the outbox, a little ahead of the senders.

One statement: who must not get it any more is skipped with the reason, of the others a row of ``email_message`` is
written, and both are marked, or nothing of it. A recipient that is marked is not fed again, and the outbox takes no
second mail of a campaign to a contact.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.db import connection

from frontdesk.mail import mail_settings
from frontdesk.mail.addresses import bare_address
from frontdesk.mail.campaigns import personal, senders, snapshots
from frontdesk.mail.models import Campaign, MessageStatus
from frontdesk.mail.personalizing import rows
from frontdesk.mail.send_time import holding
from frontdesk.orgs.models import Organization

# So many wait in the outbox at most: a pause or a cancelled campaign takes back no more than these.
AHEAD = 8000
CHUNK = 2000
# A throttled campaign stands a minute ahead, and is fed in slices of so many seconds.
SLICE_SECONDS = 10

_DUE = """
  select id, contact_id, coalesce(variant, %(winner)s::smallint) as variant from campaign_recipient
  where campaign_id = %(campaign)s and state = 'waiting' and due_at <= %(now)s
    and (variant is not null or %(winner)s::smallint is not null){gate}
  order by due_at, id limit %(limit)s for update skip locked"""
_FEED = """
with due as ({due}),{own}
judged as materialized (
  select due.id as recipient_id, due.variant, gen_random_uuid() as mail_id, c.*, case
    when c.email = '' then 'no_address'
    when c.suppressed_at is not null or c.suppression_reason <> '' then
      coalesce(nullif(c.suppression_reason, ''), 'suppressed')
    when exists (select from suppression x where x.organization_id = c.organization_id
      and x.email_hash = sha256(convert_to(c.organization_id || ':' || lower(c.email), 'UTF8'))) then 'suppressed'
    when c.consent -> 'marketing_mail' ->> 'state' = 'denied' then 'no_consent'
    when %(lists)s::uuid[] <> '{{}}' and not exists (select from mail_subscription s
      where s.contact_id = c.id and s.list_id = any(%(lists)s::uuid[]) and s.state = 'subscribed')
      and (not %(has_segments)s or exists (select from mail_subscription s
        where s.contact_id = c.id and s.list_id = any(%(lists)s::uuid[]) and s.state = 'unsubscribed'))
      then 'unsubscribed'
    when exists (select from mail_subscription s where s.contact_id = c.id and s.state = 'subscribed'
      and s.list_id = any(%(excluded)s::uuid[])) then 'excluded'
    else '' end as skipped
  from due join contacts c on c.id = due.contact_id),
written as (
  insert into email_message (id, organization_id, status, type, category, template_id, template_version, locale,
    batch_id, from_address, to_address, recipient_kind, reply_to, cc, subject, html, text, mime, message_id_header,
    attachments, related, data, tracks_opens, tracks_clicks, priority, last_error, provider, provider_id,
    next_attempt_at, campaign_id, variant, contact_id, created_by_id)
  select c.mail_id, c.organization_id, 'queued', e.type, 'marketing', e.template_id, e.version, e.locale,
    %(campaign)s, %(sender)s, {address}, 'to', %(reply_to)s, '[]', {subject}, '', '', '',
    '<' || c.mail_id || '@' || %(domain)s || '>', '[]', '{{}}', {data}, %(tracks_opens)s, %(tracks_clicks)s, 0,
    '', '', '', now(), %(campaign)s, c.variant, c.id, %(created_by)s
  from judged c
  join lateral (
    select * from jsonb_to_recordset(%(entries)s::jsonb) as e (variant int, locale text, is_default boolean, type text,
      template_id bigint, version int, subject text)
    where e.variant = c.variant and (e.locale = c.locale or e.is_default) order by e.is_default limit 1) e on true{join}
  where c.skipped = ''
  on conflict (campaign_id, contact_id) where campaign_id is not null and contact_id is not null do nothing
  returning 1),
marked as (
  update campaign_recipient r set state = case when j.skipped = '' then 'queued' else 'skipped' end,
    reason = j.skipped, variant = j.variant
  from judged j where r.id = j.recipient_id returning 1)
select (select count(*) from marked), (select count(*) from written)
"""
# Where nothing is written for each recipient.
_AS_IT_STANDS = {"gate": "", "own": "", "subject": "e.subject", "join": ""}
_WAITING_IN_OUTBOX = """
select count(*) from email_message where campaign_id = %s and organization_id = %s and status = any(%s)
"""
_OPEN = [MessageStatus.QUEUED.value, MessageStatus.SENDING.value]


@dataclass(frozen=True, slots=True)
class Fed:
    """``marked`` are done with, of whom ``written`` get a mail."""

    marked: int
    written: int


def count_open(campaign: Campaign) -> int:
    """Mails of it that wait in the outbox or are under way."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING_IN_OUTBOX, [campaign.id, campaign.organization_id, _OPEN])
        (found,) = cursor.fetchone()
    return int(found)


def feed(campaign: Campaign, *, limit: int, now: datetime, winner: int | None) -> Fed:
    """At most ``limit`` recipients, in the caller's transaction."""
    frozen = snapshots.of_campaign(campaign.id)
    names = sorted({name for snapshot in frozen.values() for name in snapshots.names_of(snapshot)})
    data, fields = personal.data_sql(names)
    organization = Organization.objects.get(id=campaign.organization_id)
    values: dict[str, Any] = {
        **_of_campaign(campaign, organization),
        **fields,
        "winner": winner,
        "now": now,
        "limit": limit,
        "entries": orjson.dumps(_entries(frozen, organization)).decode(),
    }
    parts = _AS_IT_STANDS
    if rows.is_written(frozen):
        data, parts = rows.data_with(data), rows.PARTS
        values |= rows.feeding_values(campaign, now=now)
    due = _DUE.format(gate=parts["gate"])
    holding.hold_back(campaign, due, values, now=now)
    with connection.cursor() as cursor:
        cursor.execute(_FEED.format(due=due, address=personal.ADDRESS.replace("%", "%%"), data=data, **parts), values)
        marked, written = cursor.fetchone()
    return Fed(int(marked), int(written))


def _of_campaign(campaign: Campaign, organization: Organization) -> dict[str, object]:
    address = senders.address_of(campaign, organization)
    wanted = mail_settings.of_organization(organization.id)
    return {
        "campaign": campaign.id,
        "lists": _ids(campaign, "list_ids"),
        "has_segments": bool(campaign.audience.get("segment_ids")),
        "excluded": _ids(campaign, "exclude_list_ids"),
        "sender": address.sender,
        "reply_to": address.reply_to,
        "domain": bare_address(address.sender).rpartition("@")[2] or settings.MAIL_FROM_DOMAIN,
        "tracks_opens": campaign.tracks_opens and wanted.track_opens,
        "tracks_clicks": campaign.tracks_clicks and wanted.track_clicks,
        "created_by": campaign.created_by_id,
    }


def _ids(campaign: Campaign, part: str) -> list[str]:
    return list(campaign.audience.get(part) or [])


def _entries(frozen: dict[int, snapshots.Snapshot], organization: Organization) -> list[dict[str, object]]:
    return [
        {
            "variant": position,
            "locale": locale,
            "is_default": locale == snapshot["default"],
            "subject": snapshots.shown_subject(organization, snapshot[locale], locale),
            **{name: snapshot[locale][name] for name in ("type", "template_id", "version")},
        }
        for position, snapshot in frozen.items()
        for locale in snapshots.locales(snapshot)
    ]


def refill(campaign: Campaign, *, now: datetime) -> float:
    """The throttle's tokens at ``now``, written back; infinite without a throttle."""
    if not campaign.throttle_per_minute:
        return float("inf")
    per_second = campaign.throttle_per_minute / 60
    room = max(1.0, per_second * SLICE_SECONDS)
    passed = (now - campaign.throttle_at).total_seconds() if campaign.throttle_at else SLICE_SECONDS
    campaign.throttle_tokens = min(room, campaign.throttle_tokens + max(passed, 0.0) * per_second)
    campaign.throttle_at = now
    return campaign.throttle_tokens


def room(campaign: Campaign, *, now: datetime) -> int:
    """How many may be fed now: up to what may stand ahead, and what the throttle allows."""
    ahead = min(AHEAD, campaign.throttle_per_minute) if campaign.throttle_per_minute else AHEAD
    free = ahead - count_open(campaign)
    return max(0, int(min(free, CHUNK, refill(campaign, now=now))))
