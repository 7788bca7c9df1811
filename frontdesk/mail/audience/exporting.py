"""Contacts as a CSV file, written in parts while it goes out."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import orjson

from frontdesk.mail.audience import filtering, lists, segments
from frontdesk.mail.audience.filtering import Compiler
from frontdesk.mail.audience.filtering.behaviour import subscribed
from frontdesk.mail.audience.filtering.sql import Sql, joined
from frontdesk.mail.audience.selection import surroundings_of
from frontdesk.mail.models import SubscriptionState
from frontdesk.orgs import access, audit, contact_list
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import paging, spreadsheets

CHUNK = 2000
COLUMNS = ("email", "full_name", "phone", "locale", "timezone", "created_at")


def export(actor: Actor, *, segment_id: UUID | None, list_id: UUID | None) -> Iterator[bytes]:
    """The file in parts."""
    access.require(actor, Permission.CONTACTS_READ)
    org_id = access.require_org(actor)
    raw = segments.get_segment(actor, segment_id).filter if segment_id else {}
    compiler = Compiler(surroundings_of(org_id))
    where = [Sql("c.organization_id = %s", (org_id,)), compiler.condition(filtering.read(raw))]
    if list_id:
        on_list = subscribed(org_id, (lists.get_list(actor, list_id).id,), SubscriptionState.SUBSCRIBED)
        where.append(compiler.is_in(on_list))
    part = segment_id or list_id or ""
    audit.record(actor, "contact.exported", object_type="contact", object_id=part)
    own = [known.name for known in segments.known_fields(org_id)]
    return _stream(compiler.joins, joined(where, " and "), own)


def _stream(joins: Sql, where: Sql, own: Sequence[str]) -> Iterator[bytes]:
    def read(cursor: str | None) -> tuple[list[list[object]], str | None]:
        rows, behind = contact_list.read_page(
            joins=(joins.text, joins.params),
            where=(where.text, where.params),
            behind=paging.decode_cursor(cursor, contact_list.KEYS) if cursor else (),
            limit=CHUNK,
        )
        return [_row(orjson.loads(row), own) for row in rows], behind

    return spreadsheets.stream([*COLUMNS, "marketing_mail", "suppressed", *own], read)


def _row(contact: dict[str, object], own: Sequence[str]) -> list[object]:
    consent, suppression, fields = contact["consent"], contact["suppression"], contact["fields"]
    if not isinstance(consent, dict) or not isinstance(suppression, dict) or not isinstance(fields, dict):
        raise TypeError("A contact's consent, suppression and fields are objects.")
    return [
        *(contact[name] for name in COLUMNS),
        consent["marketing_mail"]["state"],
        suppression["reason"],
        *(_plain(fields.get(name)) for name in own),
    ]


def _plain(value: object) -> object:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value).lower() if isinstance(value, bool) else value
