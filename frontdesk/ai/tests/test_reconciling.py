"""The books are kept: dead processes' leases return, and counters that differ from the ledger are found and told."""

import uuid
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from frontdesk.ai import reconciling
from frontdesk.ai.models import DriftReport, ModelUsage, QuotaCounter, QuotaHolder, QuotaLease
from frontdesk.ai.tests.samples import add_call, add_counter, add_quota
from frontdesk.orgs.models import Profile
from frontdesk.platform import tenancy
from frontdesk.platform.models import Event

Cast = dict[str, Profile]


def hold(quota: QuotaCounter, amount: int, *, silent_for: timedelta | None) -> UUID:
    """A lease of a process that was last heard of so long ago; None: of one that nobody has heard of."""
    holder = uuid.uuid4()
    with tenancy.platform("tests"):
        if silent_for is not None:
            QuotaHolder.objects.create(id=holder, seen_at=timezone.now() - silent_for)
        QuotaLease.objects.create(organization=quota.organization, quota=quota, holder_id=holder, amount=amount)
    return holder


def leased(quota: QuotaCounter) -> tuple[int, int]:
    """What the quota says is leased, and what its leases add up to."""
    with tenancy.platform("tests"):
        leases = QuotaLease.objects.filter(quota=quota).values_list("amount", flat=True)
        return QuotaCounter.objects.get(id=quota.id).leased, sum(leases)


def reports(person: Profile) -> list[DriftReport]:
    with tenancy.platform("tests"):
        return list(DriftReport.objects.filter(organization=person.organization).order_by("id"))


def told(name: str) -> list[Event]:
    with tenancy.platform("tests"):
        return list(Event.objects.filter(name=name).order_by("id"))


def test_leases_of_dead_processes_return(cast: Cast) -> None:
    quota = add_quota(cast["alice"], used=10, leased=1500)
    untouched = add_quota(cast["dave"], leased=70)
    hold(untouched, 70, silent_for=timedelta(seconds=3))
    alive = hold(quota, 500, silent_for=timedelta(seconds=25))
    hold(quota, 400, silent_for=timedelta(seconds=31))
    hold(quota, 600, silent_for=None)
    reconciling.return_dead_leases()
    assert leased(quota) == (500, 500)
    assert leased(untouched) == (70, 70)
    reconciling.return_dead_leases()
    assert leased(quota) == (500, 500)
    with tenancy.platform("tests"):
        QuotaHolder.objects.filter(id=alive).update(seen_at=timezone.now() - timedelta(minutes=1))
    reconciling.return_dead_leases()
    assert leased(quota) == (0, 0)
    with tenancy.platform("tests"):
        assert QuotaCounter.objects.get(id=quota.id).used == 10


def test_a_quota_that_counts_less_than_its_dead_leases_ends_at_nothing(cast: Cast) -> None:
    quota = add_quota(cast["alice"], leased=100)
    hold(quota, 400, silent_for=None)
    reconciling.return_dead_leases()
    assert leased(quota) == (0, 0)


def test_holders_are_forgotten_after_a_day(cast: Cast) -> None:
    with tenancy.platform("tests"):
        QuotaHolder.objects.create(id=uuid.uuid4(), seen_at=timezone.now() - timedelta(hours=25))
        kept = QuotaHolder.objects.create(id=uuid.uuid4(), seen_at=timezone.now() - timedelta(hours=23))
        reconciling.return_dead_leases()
        assert [row.id for row in QuotaHolder.objects.all()] == [kept.id]


def test_books_that_agree_are_reported_without_an_alarm(cast: Cast) -> None:
    add_call(cast["bob"], tokens=(100, 20))
    add_call(cast["bob"], tokens=(50, 0), status="aborted")
    add_call(cast["bob"], tokens=(0, 0), status="refused")
    add_call(cast["bob"], tokens=(0, 0), status="failed")
    add_call(cast["bob"], tokens=(7, 3), status="failed")  # in the middle of its answer
    add_call(cast["carol"], tokens=(30, 0))
    add_counter(cast["bob"], tokens=180, requests=3)
    add_counter(cast["carol"], tokens=30, requests=1)
    add_quota(cast["bob"], used=210)
    add_quota(cast["bob"], used=180, own=True)
    reconciling.reconcile()
    (report,) = reports(cast["bob"])
    assert (report.checked, report.drift_count, report.drifts) == (4, 0, [])
    assert reports(cast["dave"]) == []  # nothing was used there
    assert told("ai.drift_found") == []


def test_a_limit_counts_from_when_it_was_set(cast: Cast) -> None:
    add_call(cast["bob"], tokens=(100, 20))
    add_counter(cast["bob"], tokens=120, requests=1)
    quota = add_quota(cast["bob"], used=0)
    with tenancy.platform("tests"):
        QuotaCounter.objects.filter(id=quota.id).update(created_at=timezone.now())
    reconciling.reconcile()
    assert reports(cast["bob"])[0].drift_count == 0


def test_the_call_that_began_a_limits_row_counts(cast: Cast) -> None:
    """It began before the row was there; another of that minute may have begun before the limit was."""
    began = timezone.now()
    add_call(cast["bob"], tokens=(100, 20), at=began - timedelta(milliseconds=5))
    add_call(cast["bob"], tokens=(1, 0), at=began + timedelta(milliseconds=5))
    add_counter(cast["bob"], tokens=121, requests=2)
    quota = add_quota(cast["bob"])
    for used, drifts in [(121, 0), (1, 0), (0, 1), (122, 1)]:
        with tenancy.platform("tests"):
            QuotaCounter.objects.filter(id=quota.id).update(created_at=began, used=used)
        reconciling.reconcile()
        assert reports(cast["bob"])[-1].drift_count == drifts, used


def test_every_kind_of_drift_is_found_and_told_once(cast: Cast) -> None:
    bob, carol = cast["bob"], cast["carol"]
    add_call(bob, tokens=(100, 20))
    add_counter(bob, tokens=100, requests=1)  # 20 too few
    add_counter(carol, tokens=7, requests=1)  # no call at all
    add_quota(bob, used=119)
    add_quota(bob, used=500, own=True)
    reconciling.reconcile()
    (report,) = reports(bob)
    found = [(d["kind"], d["user_id"], d["ledger_tokens"], d["counted_tokens"]) for d in report.drifts]
    assert found == [
        ("person_quota", str(bob.id), 120, 500),
        ("usage", str(bob.id), 120, 100),
        ("usage", str(carol.id), 0, 7),
        ("organization_quota", None, 120, 119),
    ]
    assert report.drift_count == 4
    (event,) = told("ai.drift_found")
    assert (event.organization_id, event.record_id, event.payload) == (
        bob.organization_id,
        str(report.id),
        {"drifts": 4},
    )
    reconciling.reconcile()
    assert len(told("ai.drift_found")) == 1  # the same again is no news
    with tenancy.platform("tests"):
        ModelUsage.objects.filter(user=carol).update(tokens_used=8)
    reconciling.reconcile()
    assert len(told("ai.drift_found")) == 2


def test_requests_that_were_not_counted_are_drift(cast: Cast) -> None:
    add_call(cast["bob"], tokens=(100, 20))
    add_counter(cast["bob"], tokens=120, requests=2)
    reconciling.reconcile()
    (drift,) = reports(cast["bob"])[0].drifts
    assert (drift["ledger_requests"], drift["counted_requests"]) == (1, 2)


def test_calls_of_people_who_are_gone_still_count_for_the_organization(cast: Cast) -> None:
    add_call(cast["bob"], tokens=(100, 20), user_id=None)
    add_quota(cast["bob"], used=120)
    reconciling.reconcile()
    assert (reports(cast["bob"])[0].checked, reports(cast["bob"])[0].drift_count) == (1, 0)


def test_what_is_long_past_is_not_compared(cast: Cast) -> None:
    add_call(cast["bob"], at=timezone.now() - timedelta(days=100))
    reconciling.reconcile()
    assert reports(cast["bob"]) == []
