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
from frontdesk.mail.send_time import beliefs, clocks, model, openings, predicting, quiet, zones

_OWN = f"""
with {openings.CLOCKS},
mails as materialized (
  select o.contact_id, o.zone, o.at, {openings.AT} as opened, {openings.SENT_AT} as sent
  from (
    select c.id as contact_id, coalesce(c.timezone, '') as zone, e.message_id, min(e.created_at) as at
    from ({{chosen}}) chosen join contacts c on c.id = chosen.contact_id
    join email_engagement e on e.contact_id = c.id and e.kind = 'open' and not e.is_machine and e.created_at > %(since)s
      and e.organization_id = %(org)s
    group by 1, 2, 3) o
  join email_message m on m.id = o.message_id and m.sent_at is not null and not m.is_test)
select contact_id::text, o.zone,
  array_agg(((sent + k.seconds) / 3600 %% 24 * 24 + (opened + k.seconds) / 3600 %% 24)::smallint order by o.at desc)
from mails o join clocks k on k.zone = o.zone and o.at >= k.starts and o.at < k.ends
where (opened + k.seconds) / 3600 - (sent + k.seconds) / 3600 between 0 and 23
group by contact_id, o.zone
"""  # noqa: S608 - constants, not data
CHUNK = 5000
# The latest of a person; more would only cost time.
MOST_OPENINGS = 50
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Plan:
    """``default`` for people without a zone, ``zones`` for those with one, ``own`` by id for people who opened mail."""

    default: datetime
    zones: Mapping[str, datetime]
    own: Mapping[str, datetime]


def plan(org_id: UUID, chosen: str, params: Sequence[Any], *, now: datetime) -> Plan:
    """For the contacts that ``chosen`` selects, with its parameters, in the bound organization."""
    default, names = zones.of_organization(org_id), zones.of_contacts(org_id)
    wanted = predicting.quiet_of(org_id)
    moments = {
        name: {slot.hour: slot.at for slot in reversed(quiet.slots(now, clocks.zone_named(name, default), wanted))}
        for name in {*names, ""}
    }
    hours = {name: tuple(sorted(slots)) for name, slots in moments.items()}
    reader = model.Reader(beliefs.of_organization(org_id).organization)
    # Zones mostly allow the same hours.
    find_best = lru_cache(maxsize=_REMEMBERED)(reader.find_best)

    def moment_of(zone: str, own: tuple[int, ...] = ()) -> datetime:
        return moments[zone][find_best(own, hours[zone])]

    usual = {name: moment_of(name) for name in moments}
    since = now - openings.WINDOW_OF_PERSON
    values: dict[str, Any] = {"org": org_id, "since": since, **openings.clock_values(names, default, since, now)}
    found = {
        contact_id: moment_of(zone, tuple(sorted(own[:MOST_OPENINGS])))
        for contact_id, zone, own in _read(chosen, params, values)
    }
    return Plan(usual[""], usual, found)


def _read(chosen: str, params: Sequence[Any], values: Mapping[str, Any]) -> Iterator[tuple[str, str, list[int]]]:
    """The mails are a step of their own because nobody can tell PostgreSQL how few clocks a zone has: it would look up
    each mail by itself."""
    chosen, own = audience.named(chosen, params)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_OWN.format(chosen=chosen), {**own, **values})
        while rows := cursor.fetchmany(CHUNK):
            yield from rows
