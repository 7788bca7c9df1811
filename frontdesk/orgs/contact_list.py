"""The list of contacts, made by hand: of all routes it is called most, and the ORM took half of its time.

PostgreSQL writes the JSON of each row, which is passed on as it is. Row level security holds here as everywhere; the
organization is named besides so that its index serves.
"""

import orjson
from django.db import connection

from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import ConsentPurpose, ConsentState, Contact
from frontdesk.platform import paging

UNKNOWN = {"state": ConsentState.UNKNOWN.value, "at": None, "text": ""}
_UNKNOWNS = orjson.dumps(dict.fromkeys(ConsentPurpose.values, UNKNOWN)).decode()
_FIELDS = {field.name: field for field in Contact._meta.fields}
_KEYS = [_FIELDS["created_at"], _FIELDS["id"]]

_ROW = f"""
select json_build_object(
  'id', id, 'email', email, 'full_name', full_name, 'phone', phone, 'locale', locale, 'timezone', timezone,
  'fields', fields, 'profile_id', profile_id, 'consent', '{_UNKNOWNS}'::jsonb || consent,
  'suppression', json_build_object(
    'suppressed', suppressed_at is not null, 'reason', nullif(suppression_reason, ''), 'at', suppressed_at),
  'created_at', created_at, 'updated_at', updated_at)::text
from contacts where organization_id = %s"""  # noqa: S608 - a constant, not data
_BEHIND = " and (created_at, id) < (%s, %s)"
_WORDS = " and (email ilike %s or full_name ilike %s or phone ilike %s)"
_CONSENT = " and coalesce(consent -> 'marketing_mail' ->> 'state', 'unknown') = %s"
_ORDER = " order by created_at desc, id desc limit %s"


def list_page(
    actor: Actor, *, words: str = "", consent: ConsentState | None = None, cursor: str | None = None, limit: int = 25
) -> tuple[list[str], str | None]:
    """The JSON texts of up to ``limit`` contacts, newest first, and the next page's cursor. ``consent`` filters by
    consent to marketing mail. Raises BadInput for a cursor that is not ours."""
    access.require(actor, Permission.CONTACTS_READ)
    query = _ROW
    parameters: list[object] = [access.require_org(actor)]
    if cursor:
        query += _BEHIND
        parameters += paging.decode_cursor(cursor, _KEYS)
    if words:
        query += _WORDS
        parameters += [_pattern(words)] * 3
    if consent:
        query += _CONSENT
        parameters.append(consent.value)
    with connection.cursor() as database:
        database.execute(query + _ORDER, [*parameters, limit + 1])  # type: ignore[list-item]  # of types that psycopg adapts
        rows = [row for (row,) in database.fetchall()]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], _cursor_behind(rows[limit - 1])


def _pattern(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _cursor_behind(row: str) -> str:
    last = orjson.loads(row)
    return paging.encode_cursor([last["created_at"], last["id"]])
