"""Who was to get a campaign, and what became of it for each: as a list with filters, and as a CSV file."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from frontdesk.mail.campaigns import editing
from frontdesk.mail.models import Campaign
from frontdesk.orgs.access import Actor
from frontdesk.platform import email_addresses, spreadsheets
from frontdesk.platform.errors import BadInput
from frontdesk.platform.paging import decode_cursor, encode_cursor


class RecipientResult(StrEnum):
    WAITING = "waiting"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    OPENED = "opened"
    CLICKED = "clicked"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


CHUNK = 2000
COLUMNS = (
    "email",
    "full_name",
    "variant",
    "status",
    "reason",
    "sent_at",
    "delivered_at",
    "opened_at",
    "clicked_at",
    "clicks",
    "unsubscribed_at",
    "error",
)

# Keyset over the contact: the unique index of (campaign, contact) is read in order, and stopped at the page's end.
_LIST = """
with page as (
  select r.contact_id, r.variant, r.state, r.reason, r.due_at, c.email, c.full_name, m.id as message_id, m.status,
    m.sent_at, m.delivered_at, m.last_error, m.bounce_kind, m.bounce_reason
  from campaign_recipient r join contacts c on c.id = r.contact_id
  left join email_message m on m.campaign_id = r.campaign_id and m.contact_id = r.contact_id
  where r.campaign_id = %(campaign)s and (%(after)s::uuid is null or r.contact_id > %(after)s::uuid) and {filters}
  order by r.contact_id limit %(limit)s)
select page.*, opened_at, clicked_at, coalesce(clicks, 0), unsubscribed_at
from page left join lateral (
  select min(created_at) filter (where kind = 'open' and not is_machine) as opened_at,
    min(created_at) filter (where kind = 'click' and not is_machine) as clicked_at,
    count(*) filter (where kind = 'click' and not is_machine) as clicks,
    min(created_at) filter (where kind = 'unsubscribe') as unsubscribed_at
  from email_engagement e where e.message_id = page.message_id) deeds on true
order by contact_id
"""
_NAMES = (
    *("contact_id", "variant", "state", "reason", "due_at", "email", "full_name", "message_id", "message_status"),
    *("sent_at", "delivered_at", "error", "bounce_kind", "bounce_reason"),
    *("opened_at", "clicked_at", "clicks", "unsubscribed_at"),
)
_DID = """
r.contact_id in (select contact_id from email_engagement where campaign_id = %(campaign)s
  and organization_id = %(org)s and kind = '{kind}' and not is_machine)
"""
_HAS_STATUS = """
r.contact_id in (select contact_id from email_message where campaign_id = %(campaign)s
  and organization_id = %(org)s and status in ({statuses}))
"""
_FILTERS = {
    RecipientResult.WAITING: "r.state = 'waiting'",
    RecipientResult.SKIPPED: "r.state = 'skipped'",
    RecipientResult.CANCELLED: "r.state = 'cancelled'",
    RecipientResult.QUEUED: _HAS_STATUS.format(statuses="'queued', 'sending'"),
    RecipientResult.SENT: _HAS_STATUS.format(statuses="'sent', 'delivered', 'bounced', 'complained'"),
    RecipientResult.DELIVERED: _HAS_STATUS.format(statuses="'delivered', 'complained'"),
    RecipientResult.BOUNCED: _HAS_STATUS.format(statuses="'bounced'"),
    RecipientResult.COMPLAINED: _HAS_STATUS.format(statuses="'complained'"),
    RecipientResult.FAILED: _HAS_STATUS.format(statuses="'failed'"),
    RecipientResult.OPENED: _DID.format(kind="open"),
    RecipientResult.CLICKED: _DID.format(kind="click"),
    RecipientResult.UNSUBSCRIBED: _DID.format(kind="unsubscribe"),
}


def list_page(
    actor: Actor,
    campaign_id: UUID,
    *,
    result: RecipientResult | None,
    variant: int | None,
    words: str,
    cursor: str | None,
    limit: int,
) -> tuple[list[dict[str, Any]], str | None]:
    campaign = editing.get_campaign(actor, campaign_id)
    return _read_page(campaign, result=result, variant=variant, words=words, cursor=cursor, limit=limit)


def _read_page(
    campaign: Campaign,
    *,
    result: RecipientResult | None,
    variant: int | None,
    words: str,
    cursor: str | None,
    limit: int,
) -> tuple[list[dict[str, Any]], str | None]:
    found = _fetch(campaign, result=result, variant=variant, words=words, after=_after(cursor), limit=limit + 1)
    if len(found) <= limit:
        return found, None
    return found[:limit], encode_cursor([UUID(str(found[limit - 1]["contact_id"]))])


def _after(cursor: str | None) -> UUID | None:
    if not cursor:
        return None
    (key,) = decode_cursor(cursor, [UUIDField()])
    if not isinstance(key, UUID):
        raise BadInput.field("cursor", "This cursor is not one of ours. Start again without it.")
    return key


def _fetch(
    campaign: Campaign,
    *,
    result: RecipientResult | None,
    variant: int | None,
    words: str,
    after: UUID | None,
    limit: int,
) -> list[dict[str, Any]]:
    filters = [_FILTERS[result] if result else "true"]
    values: dict[str, Any] = {
        "campaign": campaign.id,
        "org": campaign.organization_id,
        "after": after,
        "limit": limit,
    }
    if variant is not None:
        filters.append("r.variant = %(variant)s")
        values["variant"] = variant
    if words:
        filters.append("(c.email like %(address)s or c.full_name ilike %(words)s)")
        values["words"], values["address"] = _pattern(words), _pattern(email_addresses.to_search(words.lower()))
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(filters=" and ".join(filters)), values)
        return [_present(dict(zip(_NAMES, row, strict=True))) for row in cursor.fetchall()]


def _pattern(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _present(row: dict[str, Any]) -> dict[str, Any]:
    """``status`` is the mail's, or why there is none."""
    row["status"] = row.pop("message_status") or row["state"]
    if row["status"] not in ("bounced", "failed", "cancelled"):
        row["error"] = ""
    row["error"] = row["error"] or ""
    row["bounce_kind"], row["bounce_reason"] = row["bounce_kind"] or "", row["bounce_reason"] or ""
    return row


def export(actor: Actor, campaign_id: UUID, *, result: RecipientResult | None, variant: int | None) -> Iterator[bytes]:
    """The CSV file in parts."""
    campaign = editing.get_campaign(actor, campaign_id)  # what it raises, it raises before there is an answer

    def read(cursor: str | None) -> tuple[list[list[object]], str | None]:
        rows, behind = _read_page(campaign, result=result, variant=variant, words="", cursor=cursor, limit=CHUNK)
        return [_csv_row(row) for row in rows], behind

    return spreadsheets.stream(COLUMNS, read)


def _csv_row(row: Mapping[str, Any]) -> list[object]:
    letter = None if row["variant"] is None else "ABCDE"[row["variant"]]
    return [letter if name == "variant" else row[name] for name in COLUMNS]
