"""Writes down that a mail was opened or a link followed, in one statement, inside the tenant that the token names."""

from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

from django.db import connection

from frontdesk.mail.tracking.machines import BURST, MANY_LINKS, TOO_SOON
from frontdesk.mail.tracking.tokens import Token
from frontdesk.platform import tenancy

# Who opens a mail again and again is one person: more rows would tell nothing new.
MOST_OPENS = 1
MOST_CLICKS = 50
# A recipient does not wait for a busy database: the picture and the way on come anyway.
PATIENCE_MS = 1500

_PATIENCE = f"select set_config('statement_timeout', '{PATIENCE_MS}', true)"
# Told of who opened it, and kept only where the organization's privacy mode is off.
_KEPT = """
  case when coalesce(s.is_private, true) then null else %(ip)s::inet end as ip_address,
  case when coalesce(s.is_private, true) then '' else %(program)s end as user_agent
"""
_MAIL = "email_message m left join mail_settings s on s.organization_id = m.organization_id"
_ABOUT = "m.id, m.organization_id, template_id, template_version, locale, campaign_id, variant, contact_id"
_COLUMNS = """organization_id, message_id, template_id, template_version, locale, campaign_id, variant, contact_id,
  ip_address, user_agent, created_at"""
_VALUES = """organization_id, id, template_id, template_version, locale, campaign_id, variant, contact_id,
  ip_address, user_agent, statement_timestamp()"""
_OPEN = f"""
with mail as (
  select {_ABOUT}, {_KEPT},
    %(machine)s or sent_at is null or sent_at > statement_timestamp() - make_interval(secs => %(too_soon)s)
      as is_machine
  from {_MAIL} where m.id = %(message)s and m.organization_id = %(org)s),
added as (
  insert into email_engagement ({_COLUMNS}, kind, url, is_machine)
  select {_VALUES}, 'open', '', is_machine
  from mail where (
    select count(*) from email_engagement e
    where e.message_id = mail.id and e.kind = 'open' and e.is_machine = mail.is_machine) < %(most)s)
select count(*) from mail
"""  # noqa: S608 - constants, not data
_CLICK = f"""
with burst as (
  select count(distinct position) filter (where position <> %(position)s) + 1 >= %(many)s as is_one
  from email_engagement
  where message_id = %(message)s and kind = 'click'
    and created_at > statement_timestamp() - make_interval(secs => %(burst)s)),
mail as (
  select {_ABOUT}, {_KEPT}, is_one,
    %(machine)s or is_one or sent_at is null
      or sent_at > statement_timestamp() - make_interval(secs => %(too_soon)s) as is_machine
  from burst, {_MAIL} where m.id = %(message)s and m.organization_id = %(org)s),
corrected as (
  update email_engagement e set is_machine = true from mail
  where mail.is_one and e.message_id = mail.id and e.kind = 'click' and not e.is_machine
    and e.created_at > statement_timestamp() - make_interval(secs => %(burst)s)),
added as (
  insert into email_engagement ({_COLUMNS}, kind, url, position, is_machine)
  select {_VALUES}, 'click', %(url)s, %(position)s, is_machine
  from mail where (
    select count(*) from email_engagement e where e.message_id = mail.id and e.kind = 'click'
      and e.position = %(position)s and e.is_machine = mail.is_machine) < %(most)s)
select count(*) from mail
"""  # noqa: S608 - constants, not data


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who fetched a pixel or followed a link, as far as the request tells."""

    is_machine: bool
    ip_address: str | None = None
    user_agent: str = ""


def record_open(token: Token, visitor: Visitor) -> bool:
    """Whether the mail is still there. Raises DatabaseError, also when the database takes too long."""
    return _run(_OPEN, token, visitor, most=MOST_OPENS)


def record_click(token: Token, visitor: Visitor) -> bool:
    """The same for a link."""
    return _run(_CLICK, token, visitor, most=MOST_CLICKS)


def _run(statement: LiteralString, token: Token, visitor: Visitor, *, most: int) -> bool:
    values: dict[str, UUID | str | float | None] = {
        "org": token.org_id,
        "message": token.message_id,
        "position": token.position,
        "url": token.url,
        "machine": visitor.is_machine,
        "ip": visitor.ip_address,
        "program": visitor.user_agent,
        "too_soon": TOO_SOON.total_seconds(),
        "burst": BURST.total_seconds(),
        "many": MANY_LINKS,
        "most": most,
    }
    named = {name: value for name, value in values.items() if f"%({name})s" in statement}
    with tenancy.tenant(token.org_id), connection.cursor() as cursor:
        cursor.execute(_PATIENCE)
        cursor.execute(statement, named)
        return bool(cursor.fetchone()[0])
