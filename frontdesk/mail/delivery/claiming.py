"""Claiming: a batch of due mail becomes one sender's, organization by organization in equal shares."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from frontdesk.mail.addresses import bare_address
from frontdesk.mail.delivery.turns import CAMPAIGN_GOES, Route
from frontdesk.mail.transports import Outgoing

# A batch of large mails is a short one: it is held in memory.
LARGEST_BATCH_BYTES = 16 * 1024 * 1024

_PICK = f"""
  select m.id, m.next_attempt_at, octet_length(m.mime) as octets from email_message m
  where m.status = 'queued' and {{whose}} and m.priority = %(priority)s
    and m.next_attempt_at <= statement_timestamp() and {CAMPAIGN_GOES}
  order by m.next_attempt_at limit {{share}} for no key update skip locked"""  # noqa: S608 - constants
_CLAIM = """
with picked as ({picked}),
chosen as (
  select id, row_number() over turn - 1 + %(position)s as position, sum(octets) over turn - octets as before
  from picked window turn as (order by next_attempt_at, id))
update email_message m set status = 'sending', claimed_at = now(), claimed_by = %(sender)s, tries = tries + 1,
  claim_position = chosen.position, account_id = %(account)s, provider = %(provider)s
from chosen where m.id = chosen.id and chosen.before < %(octets)s and chosen.position < %(end)s
returning m.claim_position, m.id, m.organization_id, m.from_address, m.to_address, m.mime, m.tries,
  coalesce(m.send_at, m.created_at), m.priority, m.category, m.campaign_id, m.variant, m.contact_id, m.locale, m.data,
  m.message_id_header, m.reply_to, m.tracks_opens, m.tracks_clicks
"""
_EACH = "select one.* from unnest(%(orgs)s::uuid[]) as o (id) cross join lateral ({picked}) one"
_OF_ORGANIZATIONS = _CLAIM.format(
    picked=_EACH.format(picked=_PICK.format(whose="m.organization_id = o.id", share="%(share)s"))
)
_OF_PLATFORM = _CLAIM.format(picked=_PICK.format(whose="m.organization_id is null", share="%(share)s"))


@dataclass(frozen=True, slots=True)
class Claimed:
    """``position``: its place among all that its sender claims. ``mime`` is empty of a campaign's mail."""

    position: int
    id: UUID
    organization_id: UUID | None
    from_address: str
    to_address: str
    mime: bytes
    tries: int
    due_since: datetime
    priority: int
    category: str
    campaign_id: UUID | None
    variant: int | None
    contact_id: UUID | None
    locale: str
    data: str | None
    message_id_header: str
    reply_to: str
    tracks_opens: bool
    tracks_clicks: bool

    def outgoing(self, mime: bytes, return_path: str) -> Outgoing:
        return Outgoing(
            sender=bare_address(self.from_address),
            recipient=bare_address(self.to_address),
            mime=mime,
            message_id=self.id,
            org_id=self.organization_id,
            category=self.category,
            return_path=return_path,
        )


def claim(route: Route, orgs: list[UUID], *, provider: str, sender: int, position: int, most: int) -> list[Claimed]:
    """At most ``most`` mails, in the order they are due; their positions count on from ``position``."""
    turn = orgs[:most]
    values: dict[str, int | str | UUID | list[UUID] | None] = {
        "orgs": turn,
        "share": most if route.is_platform else -(-most // len(turn)),
        "priority": route.priority,
        "position": position,
        "end": position + most,
        "sender": sender,
        "account": route.provider_id,
        "provider": provider,
        "octets": LARGEST_BATCH_BYTES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OF_PLATFORM if route.is_platform else _OF_ORGANIZATIONS, values)
        return sorted((Claimed(*row) for row in cursor.fetchall()), key=lambda row: row.position)
