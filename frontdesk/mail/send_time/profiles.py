"""The hours at which an organization's mail, and the platform's, is sent and opened: counted anew every night.

The platform's is what organizations without data of their own begin from, and all may read it. So that nobody can read
one organization out of it, one with fewer than ``FEWEST_OPENS`` counts for nothing, none for more than ``MOST_OPENS``,
and there is none at all of fewer than ``FEWEST_ORGANIZATIONS``.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from frontdesk.mail.send_time import openings, zones
from frontdesk.orgs.models import Organization
from frontdesk.platform import jobs, tenancy

FEWEST_OPENS = 200
MOST_OPENS = 5000
FEWEST_ORGANIZATIONS = 5

_COUNT = f"""
with {openings.CLOCKS},
opened as materialized (
  select {openings.OPENED} as opened, {openings.SENT} as sent
  from (select message_id, min(created_at) as at from email_engagement
    where organization_id = %(org)s and kind = 'open' and not is_machine and created_at > %(since)s
    group by message_id) o
  join email_message m on m.id = o.message_id and m.sent_at > %(since)s and not m.is_test
  left join contacts c on c.id = m.contact_id
  join clocks k on k.zone = coalesce(c.timezone, '') and o.at >= k.starts and o.at < k.ends),
pairs as materialized (
  select opened %% 24 as opened, sent %% 24 as sent, opened - sent as after, count(*) as mails
  from opened where opened - sent between 0 and 23 group by 1, 2, 3),
counted as (
  select hour, coalesce(sum(mails) filter (where opened = hour), 0) as opens,
    coalesce(sum(mails) filter (where sent = hour), 0) as opened,
    coalesce(sum(mails) filter (where after = hour), 0) as after
  from generate_series(0, 23) as hours (hour) left join pairs on hour in (opened, sent, after) group by 1),
sent as (
  select {openings.SENT} %% 24 as hour, count(*) as sends
  from email_message m left join contacts c on c.id = m.contact_id
  join clocks k on k.zone = coalesce(c.timezone, '') and m.sent_at >= k.starts and m.sent_at < k.ends
  where m.organization_id = %(org)s and m.created_at > %(since)s and m.sent_at > %(since)s and not m.is_test
    and m.tracks_opens
  group by 1)
insert into email_hour_profile (organization_id, hour, opens, sends, opened, after, updated_at)
select %(org)s, hour, opens, coalesce(sends, 0), opened, after, %(now)s from counted left join sent using (hour)
on conflict (organization_id, hour) do update set opens = excluded.opens, sends = excluded.sends,
  opened = excluded.opened, after = excluded.after, updated_at = excluded.updated_at
"""  # noqa: S608 - constants, not data
_COUNT_PLATFORM = """
with counted as (
  select organization_id, least(1, %(most)s / sum(opens)) as weight from email_hour_profile
  where organization_id is not null group by organization_id having sum(opens) >= %(fewest)s),
summed as (
  select hour, sum(opens * weight) as opens, sum(sends * weight) as sends, sum(opened * weight) as opened,
    sum(after * weight) as after
  from email_hour_profile join counted using (organization_id)
  where (select count(*) from counted) >= %(organizations)s group by hour),
gone as (
  delete from email_hour_profile where organization_id is null and not exists (select from summed))
insert into email_hour_profile (organization_id, hour, opens, sends, opened, after, updated_at)
select null, hour, opens, sends, opened, after, %(now)s from summed
on conflict (organization_id, hour) do update set opens = excluded.opens, sends = excluded.sends,
  opened = excluded.opened, after = excluded.after, updated_at = excluded.updated_at
"""


@jobs.task("mail.count_hours", queue=jobs.Queue.BULK)
def count_all() -> None:
    """Each organization in a transaction of its own, then the platform."""
    now = timezone.now()
    with tenancy.platform("hours of mail: organizations"):
        ids = list(Organization.objects.values_list("id", flat=True))
    for org_id in ids:
        with tenancy.tenant(org_id):
            if Organization.objects.filter(id=org_id).exists():  # not deleted since
                count_organization(org_id, now=now)
    with tenancy.platform("hours of mail: the platform"):
        count_platform(now=now)


def count_organization(org_id: UUID, *, now: datetime) -> None:
    """In the caller's transaction, bound to it."""
    since = now - openings.WINDOW
    names, default = zones.of_contacts(org_id), zones.of_organization(org_id)
    values: dict[str, Any] = {
        "org": org_id,
        "since": since,
        "now": now,
        **openings.clock_values(names, default, since, now),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)


def count_platform(*, now: datetime) -> None:
    values: dict[str, Any] = {
        "most": MOST_OPENS,
        "fewest": FEWEST_OPENS,
        "organizations": FEWEST_ORGANIZATIONS,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_PLATFORM, values)
