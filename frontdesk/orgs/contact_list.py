"""The list of contacts, made by hand: of all routes it is called most, and the ORM took half of its time.

PostgreSQL writes the JSON of each row, which is passed on as it is. Row level security holds here as everywhere; the
organization is named besides so that its index serves.
"""

from collections.abc import Sequence

import orjson
from django.db import connection

from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import ConsentPurpose, ConsentState, Contact
from frontdesk.platform import email_addresses, paging

UNKNOWN = {"state": ConsentState.UNKNOWN.value, "at": None, "text": ""}
_UNKNOWNS = orjson.dumps(dict.fromkeys(ConsentPurpose.values, UNKNOWN)).decode()
_FIELDS = {field.name: field for field in Contact._meta.fields}
KEYS = [_FIELDS["created_at"], _FIELDS["id"]]
Sql = tuple[str, Sequence[object]]

_ROW = f"""
select json_build_object(
  'id', c.id, 'email', c.email, 'full_name', c.full_name, 'phone', c.phone, 'locale', c.locale,
  'timezone', c.timezone, 'fields', c.fields, 'profile_id', c.profile_id,
  'consent', '{_UNKNOWNS}'::jsonb || c.consent,
  'suppression', json_build_object(
    'suppressed', c.suppressed_at is not null, 'reason', nullif(c.suppression_reason, ''), 'at', c.suppressed_at),
  'created_at', c.created_at, 'updated_at', c.updated_at)::text
from contacts c"""  # noqa: S608 - a constant, not data
_BEHIND = " and (c.created_at, c.id) < (%s, %s)"
_WORDS = " and (c.email ilike %s or c.full_name ilike %s or c.phone ilike %s)"
_CONSENT = " and coalesce(c.consent -> 'marketing_mail' ->> 'state', 'unknown') = %s"
_ORDER = " order by c.created_at desc, c.id desc limit %s"


def list_page(
    actor: Actor, *, words: str = "", consent: ConsentState | None = None, cursor: str | None = None, limit: int = 25
) -> tuple[list[str], str | None]:
    """The JSON texts of up to ``limit`` contacts, newest first, and the next page's cursor. ``consent`` filters by
    consent to marketing mail. Raises BadInput for a cursor that is not ours."""
    access.require(actor, Permission.CONTACTS_READ)
    where = "c.organization_id = %s"
    parameters: list[object] = [access.require_org(actor)]
    if words:
        where += _WORDS
        address = email_addresses.to_search(words)
        parameters += [_pattern(address), _pattern(words), _pattern(words)]
    if consent:
        where += _CONSENT
        parameters.append(consent.value)
    behind = paging.decode_cursor(cursor, KEYS) if cursor else ()
    return read_page(where=(where, parameters), behind=behind, limit=limit)


def read_page(
    *, where: Sql, behind: Sequence[object] = (), limit: int, joins: Sql = ("", ())
) -> tuple[list[str], str | None]:
    """As ``list_page``, of the contacts ``c`` that a condition over them and over what is joined holds for."""
    query = f"{_ROW} {joins[0]} where {where[0]}{_BEHIND if behind else ''}{_ORDER}"
    parameters = [*joins[1], *where[1], *behind, limit + 1]
    with connection.cursor() as database:
        database.execute(query, parameters)  # type: ignore[arg-type]  # of types that psycopg adapts
        rows = [_shown(row) for (row,) in database.fetchall()]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], _cursor_behind(rows[limit - 1])


def _shown(row: str) -> str:
    if "@xn--" not in row and ".xn--" not in row:
        return row
    contact = orjson.loads(row)
    return orjson.dumps({**contact, "email": email_addresses.to_letters(contact["email"])}).decode()


def _pattern(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _cursor_behind(row: str) -> str:
    last = orjson.loads(row)
    return paging.encode_cursor([last["created_at"], last["id"]])
