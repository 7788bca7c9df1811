"""How many an audience reaches, and how many of its people are left out, for which reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from frontdesk.mail import audience
from frontdesk.mail.audience import filtering, selection
from frontdesk.mail.audience.filtering.behaviour import subscribed
from frontdesk.mail.audience.filtering.sql import Sql, joined
from frontdesk.mail.models import Segment, SubscriptionState
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission

# Everybody whom the lists (also those who left them) and segments name; who may be written to is asked afterwards.
_REASONS = """
case when c.email = '' then 'no_address'
  when coalesce(c.suppression_reason, '') <> '' or c.suppressed_at is not null or exists (
    select from suppression x where x.organization_id = c.organization_id and x.email = c.email) then 'suppressed'
  when c.consent -> 'marketing_mail' ->> 'state' = 'denied' then 'no_consent'
  else 'unsubscribed' end
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """``left_out`` by reason: excluded people are nobody's loss and do not count there."""

    recipients: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)


def count(actor: Actor, raw: Mapping[str, object]) -> Reach:
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    return count_for(access.require_org(actor), raw)


def count_for(org_id: UUID, raw: Mapping[str, object]) -> Reach:
    sql, params = audience.select_sql(raw, org_id)
    named = _named(raw, org_id)
    statement = f"""
with reached as materialized ({sql})
select (select count(*) from reached), (select coalesce(json_object_agg(reason, number), '{{}}') from (
  select {_REASONS} as reason, count(*) as number from contacts c {named.text}
    and not exists (select from reached where reached.contact_id = c.id) group by 1) left_out)
"""  # noqa: S608 - values are parameters
    with connection.cursor() as cursor:
        values: list[Any] = [*params, *named.params]
        cursor.execute(statement, values)
        reached, left_out = cursor.fetchone()
    return Reach(reached, left_out)


def _named(raw: Mapping[str, object], org_id: UUID) -> Sql:
    """The rest of a query over ``contacts c``: who is on one of the lists, or was, or is in a segment."""
    chosen = audience.check_audience(raw, org_id)
    compiler = filtering.Compiler(selection.surroundings_of(org_id))
    lists: list[Sql] = []
    if chosen.list_ids:
        lists = [
            compiler.is_in(subscribed(org_id, chosen.list_ids, state))
            for state in (SubscriptionState.SUBSCRIBED, SubscriptionState.UNSUBSCRIBED)
        ]
    included = [*lists, *_segments(chosen.segment_ids, compiler)]
    conditions = [Sql("c.organization_id = %s", (org_id,)), joined(included, " or ").within("({})")]
    if not included:
        conditions = [Sql("false")]
    if chosen.exclude_list_ids:
        excluded = subscribed(org_id, chosen.exclude_list_ids, SubscriptionState.SUBSCRIBED)
        conditions.append(compiler.is_in(excluded).within("not ({})"))
    conditions += [part.within("not ({})") for part in _segments(chosen.exclude_segment_ids, compiler)]
    where, joins = joined(conditions, " and "), compiler.joins
    return Sql(f"{joins.text} where {where.text}", (*joins.params, *where.params))


def _segments(ids: tuple[UUID, ...], compiler: filtering.Compiler) -> list[Sql]:
    rows = Segment.objects.filter(id__in=ids).values_list("filter", flat=True)
    return [compiler.condition(filtering.read(raw)) for raw in rows.order_by("id")]
