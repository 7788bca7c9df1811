"""Use of templates across the platform: a line per organization and type of mail. See ``reports`` for what counts."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import CharField, UUIDField

from frontdesk.mail.reports.mail_counts import SENT
from frontdesk.mail.templates.counts import Period
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.paging import Key, decode_cursor, encode_cursor

COLUMNS = ("templates", "active", "sent", "delivered", "opened", "clicked", "bounced")

_LINES = f"""
with mails as materialized (
  select id, organization_id, type, status from email_message
  where created_at >= %(since)s and created_at < %(until)s and organization_id is not null and not is_test),
acts as materialized (
  select message_id, bool_or(kind = 'open') as opened, bool_or(kind = 'click') as clicked from email_engagement
  where created_at >= %(since)s and not is_machine group by message_id),
sums as (
  select organization_id, type, count(*) filter (where status in {SENT}) as sent,
    count(*) filter (where status in ('delivered', 'complained')) as delivered,
    count(*) filter (where opened) as opened, count(*) filter (where clicked) as clicked,
    count(*) filter (where status = 'bounced') as bounced
  from mails left join acts on message_id = id group by 1, 2),
owned as (
  select organization_id, type, count(*) as templates, count(*) filter (where is_active) as active
  from email_template where organization_id is not null and archived_at is null group by 1, 2),
lines as materialized (
  select o.id as organization_id, o.name, used.type, coalesce(templates, 0) as templates, coalesce(active, 0) as active,
    coalesce(sent, 0) as sent, coalesce(delivered, 0) as delivered, coalesce(opened, 0) as opened,
    coalesce(clicked, 0) as clicked, coalesce(bounced, 0) as bounced
  from (sums full join owned using (organization_id, type)) as used join organizations o on o.id = used.organization_id)
"""  # noqa: S608 - constants, not data
# The lines are added up once, for the page and for the totals; with no line on the page there is one of totals alone.
_PAGE = f"""{_LINES},
totals as (select {", ".join(f"coalesce(sum({name}), 0) as {name}" for name in COLUMNS)} from lines),
shown as (
  select * from lines where position(lower(%(words)s) in lower(name)) > 0
    and (%(name)s::text is null or (name, organization_id, type) > (%(name)s::text, %(org)s::uuid, %(type)s::text))
  order by name, organization_id, type limit %(limit)s)
select {", ".join(f"totals.{name}" for name in COLUMNS)},
  shown.organization_id, shown.name, shown.type, {", ".join(f"shown.{name}" for name in COLUMNS)}
from totals left join shown on true order by shown.name, shown.organization_id, shown.type
"""  # noqa: S608 - constants, not data


@dataclass(frozen=True, slots=True)
class Line:
    organization: dict[str, object]
    type: str
    templates: int
    active: int
    sent: int
    delivered: int
    opened: int
    clicked: int
    bounced: int


def list_usage(actor: Actor, *, period: Period, words: str, cursor: str | None, limit: int) -> dict[str, object]:
    """A page of lines in the order of the organizations' names, and the totals of all. ``words``: of the names."""
    access.require(actor, Permission.PLATFORM_MANAGE)
    after: list[Key | None] = [None, None, None]
    if cursor:
        after = [*decode_cursor(cursor, [CharField(), UUIDField(), CharField()])]
    values: dict[str, Key | None] = {
        "since": period.since,
        "until": period.until,
        "limit": limit + 1,
        "words": words,
    }
    with connection.cursor() as database:
        database.execute(_PAGE, {**values, "name": after[0], "org": after[1], "type": after[2]})
        found = database.fetchall()
    totals = found[0][: len(COLUMNS)]
    rows = [row[len(COLUMNS) :] for row in found if row[len(COLUMNS)] is not None]
    items = [Line({"id": row[0], "name": row[1]}, *row[2:]) for row in rows[:limit]]
    return {
        "items": items,
        "next_cursor": encode_cursor([rows[limit - 1][1], rows[limit - 1][0], rows[limit - 1][2]])
        if len(rows) > limit
        else None,
        "totals": dict(zip(COLUMNS, map(int, totals), strict=True)),
        "since": period.since,
        "until": period.until,
    }
