"""What happened, told to whom it may concern: reactions (jobs), and open streams (NOTIFY)."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from frontdesk.platform import jobs, observe, tenancy
from frontdesk.platform.models import Event

log = observe.logger(__name__)

CHANNEL = "frontdesk_events"
KEEP_DAYS = 90
BATCH = 5000
Reaction = Callable[[Event], None]

# One round trip. The notification goes out at commit and carries no more than a hint: listeners read the row as
# themselves, under row level security. The id is taken first, as a row need not be visible to whom writes it.
_RECORD = """
with taken as (select nextval(pg_get_serial_sequence('events', 'id')) as id, org from unnest(%(orgs)s::uuid[]) as org),
written as (
  insert into events (id, organization_id, name, record_type, record_id, profile_id, actor_id, payload)
  select id, org, %(name)s, %(record_type)s, %(record_id)s, %(profile)s::uuid, %(actor)s::uuid, %(payload)s::jsonb
  from taken)
select id, org, pg_notify(%(channel)s, json_build_object('id', id, 'org', org)::text) from taken
"""


class _Bound:
    """The default of ``org_id``: the bound organization, also if that is none."""


BOUND = _Bound()


def record(
    name: str,
    *,
    record_type: str,
    record_id: object,
    org_id: UUID | _Bound | None = BOUND,
    payload: Mapping[str, object] | None = None,
    profile_id: UUID | None = None,
    actor_id: UUID | None = None,
) -> int:
    """Writes the event in the caller's transaction, with a job for each reaction to it; returns its id.

    ``profile_id``: whom it concerns; people with the role ``user`` hear only of their own. ``actor_id``: who did it,
    by default the bound person. ``payload``: small, JSON, no secrets; it is kept for 90 days.
    """
    org = tenancy.require_current().org_id if isinstance(org_id, _Bound) else org_id
    (event_id,) = record_for(
        [org],
        name,
        record_type=record_type,
        record_id=record_id,
        payload=payload,
        profile_id=profile_id,
        actor_id=actor_id,
    )
    return event_id


def record_for(
    org_ids: Sequence[UUID | None],
    name: str,
    *,
    record_type: str,
    record_id: object,
    payload: Mapping[str, object] | None = None,
    profile_id: UUID | None = None,
    actor_id: UUID | None = None,
) -> list[int]:
    """The same told to several organizations (None: the platform's own), in one statement however many they are."""
    values = {
        "orgs": list(org_ids),
        "name": name,
        "record_type": record_type,
        "record_id": str(record_id),
        "profile": profile_id,
        "actor": actor_id or tenancy.require_current().user_id,
        "payload": orjson.dumps(payload or {}).decode(),
        "channel": CHANNEL,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, values)
        written: list[tuple[int, UUID | None]] = [(event_id, org) for event_id, org, _ in cursor.fetchall()]
    for event_id, org in written:
        _enqueue_reactions(event_id, name, org, f"{record_type}:{record_id}")
    return [event_id for event_id, _ in written]


def _enqueue_reactions(event_id: int, name: str, org_id: UUID | None, record: str) -> None:
    """One job each, so that one that fails is tried again without the others; in order for each record."""
    paths = list(_reactions().get(name, {}))
    jobs.enqueue_many(
        react,
        [{"event_id": event_id, "reaction": path} for path in paths],
        org_id=org_id,
        locks=[f"react:{path}:{record}" for path in paths],
    )


@cache
def _reactions() -> Mapping[str, Mapping[str, Reaction]]:
    """Event name → dotted path → function. Read late: the wiring imports the domains, which import this module."""
    table: Mapping[str, tuple[Reaction, ...]] = import_string(settings.EVENT_REACTIONS)
    return {name: {path_of(function): function for function in functions} for name, functions in table.items()}


def path_of(function: Reaction) -> str:
    return f"{function.__module__}.{function.__qualname__}"


@jobs.task("platform.react", retry=jobs.Retry(max_attempts=8, base=2.0, cap=300.0))
def react(*, org_id: UUID | None, event_id: int, reaction: str) -> None:
    """Runs one reaction in a transaction of its own, in the event's organization.

    Reactions to events of no organization run as a named platform job. Those that need the network enqueue a job.
    """
    scope = tenancy.tenant(org_id) if org_id else tenancy.platform(f"react: {reaction}")
    with scope:
        event = Event.objects.filter(id=event_id).first()
        function = _reactions().get(event.name, {}).get(reaction) if event else None
        if event is None or function is None:  # past its retention, or the wiring has changed since
            log.info("reaction.gone", event_id=event_id, reaction=reaction)
            return
        function(event)


_DELETE_OLD = """
delete from events where id in (
  select id from (select id, created_at from events order by id limit %s) oldest
  where created_at < now() - make_interval(days => %s))
"""


@jobs.task("platform.delete_old_events", queue=jobs.Queue.BULK)
def delete_old_events() -> None:
    """Events are kept for 90 days. Oldest first by id, which needs no index on the time."""
    deleted = BATCH
    while deleted == BATCH:
        with tenancy.platform("delete old events"), connection.cursor() as cursor:
            cursor.execute(_DELETE_OLD, [BATCH, KEEP_DAYS])
            deleted = cursor.rowcount
