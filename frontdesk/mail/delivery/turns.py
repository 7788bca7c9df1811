"""Whose mail is due, and which way it goes. What waits for one provider never takes another.

An organization's own provider for that category goes first, then its own for all mail, then the deployment's in the
same order, then the deployment's setting in the environment. A provider that is paused, or that failed and is left
alone for a while, keeps its mail waiting.
"""

import random
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

URGENT, BULK = 10, 0

# Mail of a campaign goes while that is under way; what was queued when somebody paused or cancelled it stays.
CAMPAIGN_GOES = """(m.campaign_id is null
  or m.campaign_id not in (select id from campaign where state not in ('sending', 'finished')))"""
_IS_DUE = f"""m.status = 'queued' and m.priority = c.priority and m.next_attempt_at <= statement_timestamp()
  and {CAMPAIGN_GOES}"""
# From one organization with waiting mail to the next by the index, however much each of them has waiting.
_DUE = f"""
with recursive org as (
  (select organization_id as id from email_message where status = 'queued' and organization_id is not null
   order by organization_id limit 1)
  union all
  select (select m.organization_id from email_message m where m.status = 'queued' and m.organization_id > org.id
    order by m.organization_id limit 1)
  from org where org.id is not null),
due as (
  select org.id, c.priority from org, unnest(%s::int[]) as c (priority)
  where org.id is not null and exists (select from email_message m where m.organization_id = org.id and {_IS_DUE})
  union all
  select null, c.priority from unnest(%s::int[]) as c (priority)
  where exists (select from email_message m where m.organization_id is null and {_IS_DUE}))
select due.id, due.priority, p.id,
  case when p.organization_id is null and exists (
    select from mail_domain d where d.organization_id = due.id and d.verified_at is not null) then due.id end
from due left join lateral (
  select * from mail_provider
  where (organization_id = due.id or organization_id is null)
    and serves in ('all', case due.priority when {URGENT} then 'transactional' else 'marketing' end)
  order by organization_id is null, serves = 'all' limit 1) p on true
where p.id is null or (p.state = 'active' and (p.open_until is null or p.open_until <= statement_timestamp()))
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Route:
    """``provider_id`` None: the setting in the environment. ``signing_org``: whose own domains sign besides the
    deployment's. The platform's own mail (``is_platform``) is of no organization."""

    provider_id: UUID | None
    signing_org: UUID | None
    priority: int
    is_platform: bool

    @property
    def is_urgent(self) -> bool:
        return self.priority == URGENT


def find_due(*, urgent_only: bool) -> dict[Route, list[UUID]]:
    """The organizations with due mail by route, what is urgent first, everything else in an order of chance."""
    priorities = [URGENT] if urgent_only else [URGENT, BULK]
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [priorities, priorities])
        rows = cursor.fetchall()
    random.shuffle(rows)
    found: dict[Route, list[UUID]] = {}
    for org_id, priority, provider_id, signing_org in rows:
        route = Route(provider_id, signing_org, priority, is_platform=org_id is None)
        found.setdefault(route, []).extend([org_id] if org_id else [])
    return dict(sorted(found.items(), key=lambda item: not item[0].is_urgent))
