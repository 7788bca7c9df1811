"""What an audience means: everybody on its lists or in its segments, without whom it excludes or must not write to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from frontdesk.mail.audience import filtering
from frontdesk.mail.audience.filtering.behaviour import subscribed
from frontdesk.mail.audience.filtering.sql import Sql, joined
from frontdesk.mail.models import MailList, Segment, SubscriptionState
from frontdesk.orgs.models import Organization
from frontdesk.platform.errors import BadInput

PARTS = ("list_ids", "segment_ids", "exclude_list_ids", "exclude_segment_ids")
MAX_IDS = 50
# Sets of a million contacts are joined in memory; the usual 4 MB would write them to the disk.
ROOMY = "set local work_mem = '96MB'"

# Nobody gets marketing who is suppressed (shown at the contact; the list itself is asked besides) or has refused it.
_MAY_BE_WRITTEN_TO = """
c.organization_id = %s and c.email <> '' and c.suppressed_at is null
and coalesce(c.consent -> 'marketing_mail' ->> 'state', 'unknown') <> 'denied'
and not exists (select from suppression x where x.organization_id = %s and x.email = c.email)
"""


@dataclass(frozen=True, slots=True)
class Audience:
    list_ids: tuple[UUID, ...] = ()
    segment_ids: tuple[UUID, ...] = ()
    exclude_list_ids: tuple[UUID, ...] = ()
    exclude_segment_ids: tuple[UUID, ...] = ()


def read(raw: Mapping[str, object]) -> Audience:
    """Raises BadInput for what is no audience."""
    if unknown := sorted(set(raw) - set(PARTS)):
        raise BadInput.field(f"audience.{unknown[0]}", f"An audience has these parts: {', '.join(PARTS)}.")
    return Audience(**{name: _read_ids(raw.get(name) or [], f"audience.{name}") for name in PARTS})


def _read_ids(raw: object, path: str) -> tuple[UUID, ...]:
    if not isinstance(raw, list | tuple) or len(raw) > MAX_IDS:
        raise BadInput.field(path, f"This takes a list of ids, {MAX_IDS} at most.")
    try:
        return tuple(dict.fromkeys(one if isinstance(one, UUID) else UUID(str(one)) for one in raw))
    except ValueError:
        raise BadInput.field(path, "One of these is no id.") from None


def check_audience(raw: Mapping[str, object], org_id: UUID) -> Audience:
    """Raises BadInput where a part names what is not there, or an archived list."""
    audience = read(raw)
    for name in PARTS:
        ids = getattr(audience, name)
        if not ids:
            continue
        if name.endswith("list_ids"):
            rows = MailList.objects.filter(organization_id=org_id, archived_at__isnull=True)
        else:
            rows = Segment.objects.filter(organization_id=org_id)
        known = set(rows.filter(id__in=ids).values_list("id", flat=True))
        for index, one in enumerate(ids):
            if one not in known:
                raise BadInput.field(f"audience.{name}.{index}", "It is not there any more. Choose another one.")
    return audience


def surroundings_of(org_id: UUID) -> filtering.Surroundings:
    zone = Organization.objects.values_list("timezone", flat=True).get(id=org_id)
    return filtering.Surroundings(org_id=org_id, now=timezone.now(), zone=ZoneInfo(zone))


def select_sql(raw: Mapping[str, object], org_id: UUID) -> tuple[str, list[Any]]:
    """A query with one column ``contact_id``, each contact once, and its parameters.

    Left out are suppressed addresses, who refused marketing, and who left one of the lists that the audience names.
    An audience without lists and segments is nobody. Raises BadInput as ``check_audience``.
    """
    audience = check_audience(raw, org_id)
    compiler = filtering.Compiler(surroundings_of(org_id))
    conditions = [Sql(_MAY_BE_WRITTEN_TO.strip(), (org_id, org_id)), _included(audience, compiler)]
    if audience.list_ids:
        left = subscribed(org_id, audience.list_ids, SubscriptionState.UNSUBSCRIBED)
        # Who left one list of two may have stayed on the other.
        on_list = _on_lists(audience.list_ids, compiler)
        conditions.append(joined([on_list, compiler.is_in(left).within("not ({})")], " or ").within("({})"))
    if audience.exclude_list_ids:
        conditions.append(_on_lists(audience.exclude_list_ids, compiler).within("not ({})"))
    conditions += [part.within("not ({})") for part in _in_segments(audience.exclude_segment_ids, compiler)]
    where, joins = joined(conditions, " and "), compiler.joins
    sql = f"select c.id as contact_id from contacts c {joins.text} where {where.text}"  # noqa: S608 - values are parameters
    return sql, [*joins.params, *where.params]


def named(sql: str, params: Sequence[object]) -> tuple[str, dict[str, Any]]:
    """What ``select_sql`` gives, with names instead of places: one statement cannot have both."""
    first, *rest = sql.replace("%%", "\0").split("%s")
    names = [f"chosen_{place}" for place in range(len(params))]
    parts = (f"%({name})s{part}" for name, part in zip(names, rest, strict=True))
    return "".join([first, *parts]).replace("\0", "%%"), dict(zip(names, params, strict=True))


def _included(audience: Audience, compiler: filtering.Compiler) -> Sql:
    parts = _in_segments(audience.segment_ids, compiler)
    if audience.list_ids:
        parts.append(_on_lists(audience.list_ids, compiler))
    return joined(parts, " or ").within("({})") if parts else Sql("false")


def _on_lists(ids: tuple[UUID, ...], compiler: filtering.Compiler) -> Sql:
    return compiler.is_in(subscribed(compiler.surroundings.org_id, ids, SubscriptionState.SUBSCRIBED))


def _in_segments(ids: tuple[UUID, ...], compiler: filtering.Compiler) -> list[Sql]:
    rows = Segment.objects.filter(id__in=ids).values_list("id", "filter")
    return [compiler.condition(filtering.read(raw)) for _, raw in rows.order_by("id")]


def count(raw: Mapping[str, object], org_id: UUID) -> int:
    """How many contacts the audience means now."""
    sql, params = select_sql(raw, org_id)
    with connection.cursor() as cursor:
        cursor.execute(ROOMY)
        cursor.execute(f"select count(*) from ({sql}) audience", params)  # noqa: S608 - values are parameters
        (found,) = cursor.fetchone()
    return int(found)
