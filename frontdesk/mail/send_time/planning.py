"""When each recipient of a campaign gets it: at the best of their hours within a day from when it begins.

Who opened nothing yet gets it at the organization's best hour, by zone. For all others their openings are read as they
come from the database, and people with the same few openings are thought about once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from frontdesk.mail import audience
from frontdesk.mail.send_time import beliefs, clocks, model, openings, predicting, quiet

_OWN = f"""
with {openings.CLOCKS},
opened as (
  select e.contact_id, e.message_id, coalesce(c.timezone, '') as zone, min(e.created_at) as at
  from ({{chosen}}) chosen join contacts c on c.id = chosen.contact_id
  join email_engagement e on e.contact_id = c.id and e.kind = 'open' and not e.is_machine and e.created_at > %(since)s
    and e.organization_id = %(org)s
  group by 1, 2, 3)
select o.contact_id, o.zone,
  array_agg((({openings.SENT} %% 24) * 24 + {openings.OPENED} %% 24)::smallint order by o.at desc)
from opened o
join email_message m on m.id = o.message_id and m.sent_at is not null and not m.is_test
join clocks k on k.zone = o.zone and o.at >= k.starts and o.at < k.ends
where {openings.OPENED} - {openings.SENT} between 0 and 23
group by 1, 2
"""  # noqa: S608 - constants, not data
CHUNK = 5000
# The latest of a person; more would only cost time.
MOST_OPENINGS = 50
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Plan:
    """``default`` for people without a zone, ``zones`` for those with one, ``own`` for people who opened mail."""

    default: datetime
    zones: Mapping[str, datetime]
    own: Mapping[UUID, datetime]


def plan(org_id: UUID, chosen: str, params: Sequence[Any], *, now: datetime) -> Plan:
    """For the contacts that ``chosen`` selects, with its parameters, in the bound organization."""
    default, names = openings.zone_of(org_id), openings.zones_of_contacts(org_id)
    wanted = predicting.quiet_of(org_id)
    moments = {
        name: {slot.hour: slot.at for slot in reversed(quiet.slots(now, clocks.zone_named(name, default), wanted))}
        for name in {*names, ""}
    }
    reader = model.Reader(beliefs.of_organization(org_id).organization)
    shared = _ranked(reader, ())

    @lru_cache(maxsize=_REMEMBERED)
    def ranked(own: tuple[int, ...]) -> list[int]:
        return _ranked(reader, own)

    since = now - openings.WINDOW_OF_PERSON
    values: dict[str, Any] = {"org": org_id, "since": since, **openings.clock_values(names, default, since, now)}
    found = {
        contact_id: _first(ranked(tuple(sorted(own[:MOST_OPENINGS]))), moments[zone])
        for contact_id, zone, own in _read(chosen, params, values)
    }
    return Plan(_first(shared, moments[""]), {name: _first(shared, moments[name]) for name in names}, found)


def _ranked(reader: model.Reader, own: Sequence[int]) -> list[int]:
    """All hours, the best first."""
    values = model.values(reader.read(own))
    return sorted(range(model.HOURS), key=lambda hour: -values[hour])


def _first(hours: Sequence[int], moments: Mapping[int, datetime]) -> datetime:
    return next(moments[hour] for hour in hours if hour in moments)


def _read(chosen: str, params: Sequence[Any], values: Mapping[str, Any]) -> Iterator[tuple[UUID, str, list[int]]]:
    chosen, own = audience.named(chosen, params)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_OWN.format(chosen=chosen), {**own, **values})
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
