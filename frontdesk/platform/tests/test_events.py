"""An event is written with the change it tells of, and each reaction to it runs by itself."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from frontdesk.platform import events, jobs, tenancy
from frontdesk.platform.models import Event

pytestmark = pytest.mark.django_db
ORG, OTHER, PERSON = uuid4(), uuid4(), uuid4()
told: list[tuple[str, str]] = []
mood = {"broken": True}


def count(event: Event) -> None:
    told.append(("count", event.record_id))


def stumble(event: Event) -> None:
    told.append(("stumble", event.record_id))
    Event.objects.filter(id=event.id).update(payload={"touched": True})
    if mood["broken"]:
        raise RuntimeError("not today")


REACTIONS = {"thing.happened": (stumble, count)}


@pytest.fixture(autouse=True)
def reactions(settings: object) -> Iterator[None]:
    settings.EVENT_REACTIONS = f"{__name__}.REACTIONS"  # type: ignore[attr-defined]  # pytest-django's fixture
    events._reactions.cache_clear()
    told.clear()
    yield
    events._reactions.cache_clear()


def all_events() -> list[Event]:
    with tenancy.platform("tests"):
        return list(Event.objects.order_by("id"))


def run_quietly() -> None:
    while True:
        try:
            if not jobs.run_pending():
                return
        except RuntimeError:
            continue


def make_due() -> None:
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set scheduled_at = null where status = 'todo'")


def test_an_event_goes_with_its_transaction() -> None:
    with tenancy.tenant(ORG):
        events.record("thing.happened", record_type="thing", record_id=1)
        transaction.set_rollback(True)
    assert all_events() == []
    run_quietly()
    assert told == []


def test_an_event_carries_what_is_bound() -> None:
    with tenancy.tenant(ORG, user_id=PERSON, role="admin"):
        event_id = events.record("thing.seen", record_type="thing", record_id=PERSON, payload={"a": [1, "é"]})
    (event,) = all_events()
    assert (event.id, event.organization_id, event.actor_id, event.profile_id) == (event_id, ORG, PERSON, None)
    assert (event.name, event.record_type, event.record_id) == ("thing.seen", "thing", str(PERSON))
    assert event.payload == {"a": [1, "é"]}
    run_quietly()
    assert told == []  # nobody reacts to this one


def test_nobody_records_into_another_tenant_or_outside_of_one() -> None:
    with tenancy.tenant(ORG), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        events.record("thing.happened", record_type="thing", record_id=1, org_id=OTHER)
    with pytest.raises(tenancy.OutsideTenant):
        events.record("thing.happened", record_type="thing", record_id=1, org_id=ORG)
    assert all_events() == []


def test_a_superadmin_may_record_for_the_platform() -> None:
    with tenancy.tenant(None, user_id=PERSON, role="superadmin"):
        events.record("thing.happened", record_type="thing", record_id=9)
    run_quietly()
    assert ("count", "9") in told


def test_a_reaction_that_fails_is_tried_again_without_the_others() -> None:
    mood["broken"] = True
    with tenancy.tenant(ORG):
        events.record("thing.happened", record_type="thing", record_id=7)
    run_quietly()
    assert sorted(told) == [("count", "7"), ("stumble", "7")]
    assert all_events()[0].payload == {}  # what the failed one did is undone
    mood["broken"] = False
    make_due()
    run_quietly()
    assert sorted(told) == [("count", "7"), ("stumble", "7"), ("stumble", "7")]
    assert all_events()[0].payload == {"touched": True}


def test_a_reaction_hears_of_one_record_in_order() -> None:
    mood["broken"] = True
    with tenancy.tenant(ORG):
        for record_id in (1, 2, 1):
            events.record("thing.happened", record_type="thing", record_id=record_id)
    run_quietly()
    # The second event of record 1 waits until the first is through; record 2 does not.
    assert [record for name, record in told if name == "stumble"] == ["1", "2"]
    assert [record for name, record in told if name == "count"] == ["1", "2", "1"]


def test_old_events_go() -> None:
    with tenancy.tenant(ORG):
        for number in range(3):
            events.record("thing.seen", record_type="thing", record_id=number)
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute("update events set created_at = now() - interval '91 days' where record_id <> '2'")
    events.delete_old_events()
    assert [event.record_id for event in all_events()] == ["2"]


def test_one_statement_tells_many_organizations() -> None:
    with tenancy.platform("tests"), CaptureQueriesContext(connection) as captured:
        ids = events.record_for([None, ORG, OTHER], "thing.seen", record_type="thing", record_id=1)
    written = [(event.id, event.organization_id) for event in all_events()]
    assert written == list(zip(ids, [None, ORG, OTHER], strict=True))
    assert sum("insert into events" in query["sql"] for query in captured) == 1
