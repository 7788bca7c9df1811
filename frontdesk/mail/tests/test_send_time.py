"""Send times by numbers: quiet hours on any clock, and what openings say of hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frontdesk.mail.send_time import clocks, model, quiet
from frontdesk.mail.send_time.model import HOURS, Belief, Counts, Reader
from frontdesk.mail.send_time.quiet import Quiet
from frontdesk.platform import timezones

LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from(sorted(timezones.names())).map(ZoneInfo)
MOMENTS = st.integers(631152000, 2145000000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))  # 1990 to 2037
HOUR = st.integers(0, 23)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("start", "end", "allowed"),
    [
        (21, 8, range(8, 21)),
        (0, 6, range(6, 24)),
        (12, 14, [*range(12), *range(14, 24)]),
        (8, 8, range(24)),
        (0, 23, [23]),
    ],
)
def test_quiet_hours_may_go_over_midnight(start: int, end: int, allowed: range | list[int]) -> None:
    assert [hour for hour in range(24) if not Quiet(start, end).holds(hour)] == list(allowed)


@given(zone=ZONES, now=MOMENTS, start=HOUR, end=HOUR)
@example(zone=LONDON, now=utc(2026, 3, 28, 2, 30), start=2, end=1)  # spring leaves out the only hour that is allowed
@example(zone=LONDON, now=utc(2026, 10, 25, 0, 30), start=21, end=8)  # an hour that comes twice
@example(zone=ZoneInfo("Australia/Lord_Howe"), now=utc(2026, 4, 4, 14, 45), start=21, end=8)  # by half an hour
@example(zone=ZoneInfo("Asia/Kathmandu"), now=utc(2026, 1, 1, 12, 0), start=21, end=8)
@example(zone=ZoneInfo("Pacific/Apia"), now=utc(2011, 12, 30, 8, 0), start=23, end=22)  # left out a whole day
def test_mail_is_never_planned_into_quiet_hours_nor_the_past_nor_far_ahead(
    zone: ZoneInfo, now: datetime, start: int, end: int
) -> None:
    wanted = Quiet(start, end)
    found = quiet.slots(now, zone, wanted)
    assert found
    for slot in found:
        clock = slot.at.astimezone(zone)
        assert clock.hour == slot.hour
        assert not wanted.holds(clock.hour)
        assert slot.at >= now
        assert slot.at == now or (clock.minute, clock.second) == (0, 0)
    assert [slot.at for slot in found] == sorted({slot.at for slot in found})
    assert all(slot.at < now + timedelta(hours=24) for slot in found[1:])
    if found[0].at >= now + timedelta(hours=24):  # spring left out the one hour that is allowed
        quarters = [now.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=15 * n) for n in range(1, 101)]
        clocks_between = [each.astimezone(zone) for each in quarters if now <= each < now + timedelta(hours=24)]
        assert all(wanted.holds(clock.hour) for clock in clocks_between if clock.minute == 0)


def test_every_allowed_hour_of_an_ordinary_day_can_be_chosen() -> None:
    found = quiet.slots(utc(2026, 7, 16, 12, 20), LONDON, Quiet(21, 8))
    assert [slot.hour for slot in found] == [13, 14, 15, 16, 17, 18, 19, 20, 8, 9, 10, 11, 12, 13]
    assert found[0].at == utc(2026, 7, 16, 12, 20)
    assert found[1].at == utc(2026, 7, 16, 13, 0)
    assert found[8].at == utc(2026, 7, 17, 7, 0)


@given(zone=ZONES, moment=MOMENTS)
def test_clocks_read_as_they_do(zone: ZoneInfo, moment: datetime) -> None:
    """Within what was asked for each moment is in one reading, with the offset that it had."""
    since, until = moment - timedelta(days=100), moment + timedelta(days=100)
    (reading,) = [
        each for each in clocks.readings([zone.key], LONDON, since, until)
        if each.zone == zone.key and each.starts <= moment < each.ends
    ]  # fmt: skip
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    assert reading.seconds == offset.total_seconds()


def test_what_is_no_zone_is_the_organizations() -> None:
    rows = clocks.readings(["Nowhere/Land"], LONDON, utc(2026, 6, 1), utc(2026, 6, 30))
    assert {(row.zone, row.seconds) for row in rows} == {("", 3600), ("Nowhere/Land", 3600)}


def counts(*pairs: tuple[int, int, float], sends: float = 0) -> Counts:
    """Of hour sent, hour opened, and how often."""
    opened, sent, after = [0.0] * HOURS, [0.0] * HOURS, [0.0] * HOURS
    for at_send, at_open, times in pairs:
        opened[at_open] += times
        sent[at_send] += times
        after[(at_open - at_send) % HOURS] += times
    return Counts(tuple(opened), tuple(sent), tuple(after), (sends,) + (0.0,) * 23)


def flat() -> Belief:
    return Belief((1.0,) * HOURS, model.PRIOR_FRESHNESS, (0.0,) * HOURS)


def as_expected(belief: Belief, sent: int, opens: float) -> Counts:
    total = sum(belief.readiness[(sent + age) % HOURS] * belief.freshness[age] for age in range(HOURS))
    parts = [belief.readiness[(sent + age) % HOURS] * belief.freshness[age] / total for age in range(HOURS)]
    return counts(*((sent, (sent + age) % HOURS, opens * part) for age, part in enumerate(parts)))


@pytest.mark.parametrize("sent", [3, 9, 20])
def test_sending_always_at_one_hour_does_not_make_it_the_best(sent: int) -> None:
    """Mail that is opened just as it would be by people who are ready at any hour says nothing of hours."""
    belief = model.learn(flat(), as_expected(flat(), sent, 5000), model.ORGANIZATION)
    assert max(belief.readiness) / min(belief.readiness) == pytest.approx(1, abs=0.01)


def test_who_opens_later_than_expected_is_readier_then() -> None:
    belief = model.learn(flat(), counts((9, 9, 30), (9, 20, 30)), model.ORGANIZATION)
    assert model.best_of(belief, range(HOURS)) == 20


def test_thin_data_moves_little_and_much_data_all() -> None:
    ratios = [
        model.learn(flat(), counts((9, 20, opens)), model.ORGANIZATION).readiness[20] for opens in (0, 1, 30, 3000)
    ]
    assert ratios[0] == 1
    assert ratios[1] < 1.15
    assert ratios == sorted(ratios)
    assert ratios[3] > 20


@pytest.mark.parametrize(("opens", "least", "most"), [(0, 0.0, 0.0), (1, 0.0, 0.35), (12, 0.5, 9.0)])
def test_a_persons_own_hour_wins_over_the_organizations(opens: int, least: float, most: float) -> None:
    of_office = model.learn(model.PRIOR, counts((9, 9, 400), (9, 10, 200)), model.ORGANIZATION)
    person = Reader(of_office).read([9 * HOURS + 20] * opens)
    gain = model.values(person)[20] / model.values(Reader(of_office).read([]))[20] - 1
    assert least <= gain <= most
    assert (model.best_of(person, range(8, 21)) >= 19) == (opens == 12)


@given(st.lists(st.tuples(HOUR, HOUR, st.floats(0, 1e6)), max_size=30), HOUR, HOUR)
def test_whatever_was_opened_beliefs_stay_numbers(pairs: list[tuple[int, int, float]], hour: int, other: int) -> None:
    belief = model.learn(model.PRIOR, counts(*pairs), model.PLATFORM, learns_freshness=True)
    reader, openings = Reader(belief), [sent * HOURS + opened for sent, opened, _ in pairs]
    person = reader.read(openings)
    assert model.values(person)[reader.find_best(openings, range(HOURS))] == pytest.approx(max(model.values(person)))
    assert all(value > 0 for value in (*person.readiness, *person.freshness, *person.errors))
    found = model.lift(person, hour, other)
    assert -1 <= found.low <= found.value <= found.high
    assert (found.value > 0) == (model.values(person)[hour] > model.values(person)[other]) or abs(found.value) < 1e-9


def test_a_mail_that_hardly_anybody_opens_has_a_lift_all_the_same() -> None:
    base = flat()
    hardly = Belief((1e-16, *base.readiness[1:]), (1.0, *[1e-30] * (HOURS - 1)), base.errors, rate=0.5)
    found = model.lift(hardly, 5, 0)
    assert found.low <= found.value <= found.high
    assert found.value > 1e6


def test_a_lift_says_how_sure_it_is() -> None:
    base = flat()
    few, many = (Reader(base).read([9 * HOURS + 20] * opens) for opens in (3, 40))
    unsure, sure = (model.lift(person, 20, 9) for person in (few, many))
    assert 0 < unsure.value < sure.value
    assert unsure.low < unsure.value < unsure.high
    assert model.lift(many, 9, 9) == model.Lift(0, 0, 0)
    # Who opens nearly all has little to gain.
    eager = Belief(many.readiness, many.freshness, many.errors, rate=0.95)
    assert model.lift(eager, 20, 9).value < sure.value


def test_how_fast_mail_is_buried_is_learned_where_mail_is_sent_at_many_hours() -> None:
    """All opened within the hour, at whatever hour it was sent."""
    fast = model.learn(
        model.PRIOR, counts(*((hour, hour, 500) for hour in range(HOURS))), model.PLATFORM, learns_freshness=True
    )
    assert fast.freshness[0] / fast.freshness[3] > 5 * model.PRIOR_FRESHNESS[0] / model.PRIOR_FRESHNESS[3]


@pytest.mark.parametrize("name", ["readiness", "freshness"])
def test_the_prior_is_a_day(name: str) -> None:
    assert len(getattr(model.PRIOR, name)) == HOURS
    assert sum(model.KERNEL) == pytest.approx(1)
    assert model.best_of(model.PRIOR, range(HOURS)) in range(8, 12)
