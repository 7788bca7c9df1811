"""Segments: named filters. Who is in one is found whenever it is asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from frontdesk.mail.audience import filtering, lists
from frontdesk.mail.audience.filtering import FIELDS, OPERATORS, Compiler, Type
from frontdesk.mail.audience.filtering.fields import OWN, OWN_TYPES
from frontdesk.mail.audience.filtering.sql import joined
from frontdesk.mail.audience.selection import ROOMY, surroundings_of
from frontdesk.mail.models import Segment
from frontdesk.orgs import access, audit, contact_list
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform import duplicates, events, paging, stale_versions
from frontdesk.platform.errors import Conflict, NotFound

# What people wrote into their own fields is learnt from the newest contacts.
_LOOKED_AT = 2000
_SAMPLE = 20_000
_EXAMPLES = 5
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")


def list_segments(actor: Actor, *, words: str = "") -> QuerySet[Segment]:
    access.require(actor, Permission.CONTACTS_READ)
    access.require_org(actor)
    rows: QuerySet[Segment] = Segment.objects.all()
    return rows.filter(name__icontains=words) if words else rows


def get_segment(actor: Actor, segment_id: UUID) -> Segment:
    access.require(actor, Permission.CONTACTS_READ)
    found: Segment | None = Segment.objects.filter(id=segment_id).first()
    if found is None:
        raise NotFound
    return found


def create_segment(actor: Actor, *, name: str, description: str, filter: object) -> Segment:
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    org_id = access.require_org(actor)
    filtering.read(filter)
    made = Segment(
        organization_id=org_id, name=name, description=description, filter=filter, created_by_id=actor.profile_id
    )
    made.last_count, made.counted_at = count(org_id, filter), timezone.now()
    with duplicates.refused_as(lambda: _taken(name)):
        made.save(force_insert=True)
    made.refresh_from_db()
    audit.record(actor, "segment.created", object_type="segment", object_id=made.id, label=name)
    events.record("segment.changed", record_type="segment", record_id=made.id)
    return made


def _taken(name: str) -> Conflict:
    return Conflict(f"There is a segment named {name} already. Choose another name.", code="name-taken")


def update_segment(actor: Actor, segment_id: UUID, *, version: int, changes: Mapping[str, object]) -> Segment:
    """Conflict when somebody changed it since ``version``."""
    found = get_segment(actor, segment_id)
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    locked: Segment = Segment.objects.select_for_update().get(id=found.id)
    stale_versions.refuse(locked.version, opened=version)
    for name, value in changes.items():
        setattr(locked, name, value)
    if "filter" in changes:
        filtering.read(changes["filter"])
        locked.last_count, locked.counted_at = count(locked.organization_id, locked.filter), timezone.now()
    locked.version += 1
    with duplicates.refused_as(lambda: _taken(locked.name)):
        locked.save()
    audit.record(actor, "segment.updated", object_type="segment", object_id=locked.id, label=locked.name)
    events.record("segment.changed", record_type="segment", record_id=locked.id)
    return locked


def delete_segment(actor: Actor, segment_id: UUID) -> None:
    """Conflict while a campaign names it: who is to get it would be nobody, or everybody."""
    found = get_segment(actor, segment_id)
    access.require(actor, Permission.CAMPAIGNS_MANAGE)
    if name := lists.campaign_naming(found.organization_id, ("segment_ids", "exclude_segment_ids"), segment_id):
        raise Conflict(f"The campaign {name} names this segment. Take it out there first.", code="segment-in-use")
    audit.record(actor, "segment.deleted", object_type="segment", object_id=found.id, label=found.name)
    found.delete()
    events.record("segment.changed", record_type="segment", record_id=segment_id)


@dataclass(frozen=True, slots=True)
class Count:
    count: int
    is_estimate: bool = False


def count_filter(actor: Actor, raw: object, *, may_estimate: bool) -> Count:
    """``may_estimate``: of many contacts a sample is counted, which takes a tenth of a second."""
    access.require(actor, Permission.CONTACTS_READ)
    org_id = access.require_org(actor)
    if may_estimate and (one_of := _sample_of(org_id)) > 1:
        return Count(count(org_id, raw, one_of=one_of) * one_of, is_estimate=True)
    return Count(count(org_id, raw))


def _sample_of(org_id: UUID) -> int:
    """Of how many contacts one is looked at, so that some twenty thousand are; a power of two."""
    with connection.cursor() as cursor:
        # Random ids: how many of them lie in a small stretch tells how many there are.
        cursor.execute(
            "select count(*) from contacts where organization_id = %s and id < %s", [org_id, UUID(int=2**128 // 256)]
        )
        (in_stretch,) = cursor.fetchone()
    one_of = 1
    while in_stretch * 256 / one_of > 2 * _SAMPLE and one_of < 256:
        one_of *= 2
    return one_of


def count(org_id: UUID, raw: object, *, one_of: int = 1) -> int:
    """How many contacts the filter holds for. Raises BadInput with the path of what is wrong in it."""
    surroundings = replace(surroundings_of(org_id), one_of=one_of)
    compiler = Compiler(surroundings)
    condition = joined([compiler.condition(filtering.read(raw), is_whole=True), surroundings.sampled("c.id")], "")
    joins = compiler.joins
    sql = f"select count(*) from contacts c {joins.text} where c.organization_id = %s and {condition.text}"  # noqa: S608 - values are parameters
    with connection.cursor() as cursor:
        cursor.execute(ROOMY)
        cursor.execute(sql, [*joins.params, org_id, *condition.params])
        (found,) = cursor.fetchone()
    return int(found)


def count_segment(actor: Actor, segment_id: UUID) -> Segment:
    """Counts it anew, and keeps the number to show in lists."""
    found = get_segment(actor, segment_id)
    found.last_count, found.counted_at = count(found.organization_id, found.filter), timezone.now()
    Segment.objects.filter(id=found.id).update(last_count=found.last_count, counted_at=found.counted_at)
    return found


def list_contacts(actor: Actor, raw: object, *, cursor: str | None, limit: int) -> tuple[list[str], str | None]:
    """The JSON texts of those whom a filter holds for, newest first, and the next page's cursor."""
    access.require(actor, Permission.CONTACTS_READ)
    org_id = access.require_org(actor)
    compiler = Compiler(surroundings_of(org_id))
    condition = compiler.condition(filtering.read(raw), is_whole=True)
    joins = compiler.joins
    behind = paging.decode_cursor(cursor, contact_list.KEYS) if cursor else []
    return contact_list.read_page(
        joins=(joins.text, joins.params),
        where=(f"c.organization_id = %s and {condition.text}", (org_id, *condition.params)),
        behind=behind,
        limit=limit,
    )


@dataclass(slots=True)
class KnownField:
    """A field of the organization's own: what it seems to hold, and what stands in it here and there."""

    name: str
    types: set[str] = field(default_factory=set)
    examples: list[object] = field(default_factory=list)

    @property
    def type(self) -> str:
        return next(iter(self.types)) if len(self.types) == 1 else Type.TEXT.value


_OWN = """
select key, value from (
  select fields from contacts where organization_id = %s order by created_at desc, id desc limit %s
) newest, jsonb_each(newest.fields)
"""


def known_fields(org_id: UUID) -> list[KnownField]:
    found: dict[str, KnownField] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [org_id, _LOOKED_AT])
        for key, raw in cursor.fetchall():
            value = orjson.loads(raw) if isinstance(raw, str) else raw
            if value is None or value == "":
                continue
            known = found.setdefault(key, KnownField(key))
            known.types.add(_type_of(value))
            if len(known.examples) < _EXAMPLES and value not in known.examples:
                known.examples.append(value)
    return sorted(found.values(), key=lambda known: known.name)


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return Type.BOOL
    if isinstance(value, (int, float)):
        return Type.NUMBER
    if isinstance(value, list):
        return Type.TAGS
    return Type.DATE if isinstance(value, str) and _DAY.fullmatch(value) else Type.TEXT


def describe(actor: Actor) -> dict[str, object]:
    """All that a filter may ask: the builder is made of it."""
    access.require(actor, Permission.CONTACTS_READ)
    own = known_fields(access.require_org(actor))
    fields: list[dict[str, object]] = [
        {"name": each.name, "type": each.type, "operators": list(each.operators), "choices": list(each.choices),
         "examples": [], "is_own": False}
        for each in FIELDS.values()
    ]  # fmt: skip
    fields += [
        {"name": OWN + each.name, "type": each.type, "operators": list(OPERATORS[Type(each.type)]), "choices": [],
         "examples": each.examples, "is_own": True}
        for each in own
    ]  # fmt: skip
    operators = [
        {"type": kind.value, "operators": [{"name": one.name, "takes": one.takes.value} for one in known.values()]}
        for kind, known in OPERATORS.items()
    ]
    return {"fields": fields, "types": operators, "own_types": [kind.value for kind in OWN_TYPES]}
