"""How an organization's own subjects did: what was opened by people, of what arrived with our pixel."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from frontdesk.mail.reports.mail_counts import ARRIVED, BY_VARIANT
from frontdesk.mail.subjects import learning
from frontdesk.mail.subjects.learning import Learned
from frontdesk.mail.subjects.model import Sent

# Older tastes and other audiences teach little.
RECENT = timedelta(days=730)
MOST_CAMPAIGNS = 200
KEPT_SECONDS = 600
Row = tuple[str, str, int, int]

_CAMPAIGNS = f"""
with chosen as materialized (
  select id from campaign c where organization_id = %(org)s and started_at > %(since)s and tracks_opens
    and (select count(*) from campaign_variant v where v.campaign_id = c.id) > 1
  order by started_at desc limit %(most)s),
{BY_VARIANT}
select v.campaign_id, v.snapshot->(v.snapshot->>'default')->>'subject', m.arrived,
  least(coalesce(o.opened, 0), m.arrived)
from mails m join campaign_variant v on v.campaign_id = m.campaign_id and v.position = m.variant
left join opens o on o.campaign_id = m.campaign_id and o.variant = m.variant
where v.organization_id = %(org)s and v.snapshot is not null
"""  # noqa: S608 - constants, not data
_TEMPLATES = f"""
with newest as materialized (
  select id, template_id, template_version from email_message
  where organization_id = %(org)s and created_at > %(since)s and campaign_id is null and template_id is not null
    and not is_test and tracks_opens and status in {ARRIVED}
  order by created_at desc limit 20000),
mails as (
  select template_id, template_version, count(*) as arrived,
    count(*) filter (where exists (
      select from email_engagement e where e.message_id = newest.id and e.kind = 'open' and not e.is_machine)) as opened
  from newest group by 1, 2)
select 'template-' || m.template_id, v.subject, m.arrived, m.opened
from mails m join email_template_version v on v.template_id = m.template_id and v.version = m.template_version
"""  # noqa: S608 - constants, not data


def learned_of(org_id: UUID | None) -> Learned:
    """Of the organization's campaigns with several variants, and of templates whose subject was changed; counted anew
    every ten minutes."""
    if org_id is None:
        return learning.learn([])
    key = f"subject-results:{org_id}"
    rows: list[Row] | None = cache.get(key)
    if rows is None:
        rows = count(org_id)
        cache.set(key, rows, KEPT_SECONDS)
    return learning.learn([Sent(*row) for row in rows])


def count(org_id: UUID) -> list[Row]:
    """Campaign or template, subject, mails that arrived, those that people opened."""
    values: dict[str, UUID | datetime | int] = {"org": org_id, "since": timezone.now() - RECENT, "most": MOST_CAMPAIGNS}
    found: list[Row] = []
    with connection.cursor() as cursor:
        for statement in (_CAMPAIGNS, _TEMPLATES):
            cursor.execute(statement, values)
            rows = cursor.fetchall()
            found += [(str(group), subject or "", arrived, opened) for group, subject, arrived, opened in rows]
    return found
