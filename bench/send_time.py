"""Send times against a known truth: simulated people, of whom some opened mail before, get one more mail.

usage: python -m bench.send_time [--people 2000] [--recipients 300000] [--seed 1]

Each person looks at their mail around an hour of their own (morning, noon, evening or night, which organizations have
in mixes of their own) and now and then besides; what lies unopened fades by a law that is not the model's. One opening
in ten is noise at a random time, one in twenty a scanner's that nobody recognised, soon after the sending. Each hour's
true chance to be opened is known, and so the best allowed hour (the oracle). Regret is what is lost of the oracle's
openings.
"""

import argparse
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from uuid import UUID, uuid4

from bench import figures, stage
from bench.campaigns_begin import make, timed
from bench.figures import Figure
from bench.segments import CONTACTS, LIST, SUBSCRIPTIONS
from frontdesk.mail.send_time import model
from frontdesk.mail.send_time.model import Counts

ALLOWED = range(8, 21)
NINE = 9
PEAKS = (7.5, 12.5, 19.5, 22.5)
# The organizations' mixes of morning, noon, evening and night.
MIXES = {"offices": (5, 4, 2, 1), "families": (2, 1, 6, 2), "students": (1, 3, 4, 5)}
FADES_IN = 6.0
# How the past mails were sent: all at nine, or through the working day.
HABITS = {"all past mail at 9:00": (9,), "past mail from 8 to 18": tuple(range(8, 19))}
PAST = (0, 1, 5, 50)


@dataclass(frozen=True)
class Person:
    """``looks`` are chances that they look at their mail in that hour."""

    looks: Sequence[float]

    def chance(self, sent: int) -> float:
        unopened = 1.0
        for age in range(24):
            unopened *= 1 - self.looks[(sent + age) % 24] * exp(-age / FADES_IN)
        return 1 - unopened

    def opens_after(self, sent: int, luck: random.Random) -> int | None:
        for age in range(24):
            if luck.random() < self.looks[(sent + age) % 24] * exp(-age / FADES_IN):
                return age
        return None


def make_person(mix: Sequence[int], luck: random.Random) -> Person:
    (peak,) = luck.choices(PEAKS, mix)
    peak, width = peak + luck.gauss(0, 1), luck.uniform(1, 2.5)
    most, idle = luck.uniform(0.1, 0.5), luck.uniform(0.005, 0.03)

    def near(hour: int) -> float:
        away = abs(hour + 0.5 - peak) % 24
        return exp(-((min(away, 24 - away) / width) ** 2) / 2)

    return Person([idle + most * near(hour) for hour in range(24)])


def past_of(person: Person, opens: int, hours: Sequence[int], luck: random.Random) -> list[int]:
    found: list[int] = []
    while len(found) < opens:
        sent = luck.choice(hours)
        kind = luck.random()
        age = 0 if kind < 0.05 else luck.randrange(24) if kind < 0.15 else person.opens_after(sent, luck)
        if age is not None:
            found.append(sent * 24 + (sent + age) % 24)
    return found


def count(openings: Sequence[int], sends: float) -> Counts:
    opened, sent, after = [0.0] * 24, [0.0] * 24, [0.0] * 24
    for opening in openings:
        at_send, at_open = divmod(opening, 24)
        opened[at_open] += 1
        sent[at_send] += 1
        after[(at_open - at_send) % 24] += 1
    return Counts(tuple(opened), tuple(sent), tuple(after), (sends,) + (0.0,) * 23)


def open_rate(crowd: Sequence[Person], hours: Sequence[int]) -> float:
    return statistics.fmean(person.chance(hour) for person in crowd for hour in hours)


def measure_habit(name: str, hours: Sequence[int], people: int, seed: int) -> list[Figure]:
    luck = random.Random(seed)
    crowds = {mix: [make_person(MIXES[mix], luck) for _ in range(people)] for mix in MIXES}
    own = {
        mix: count(
            [one for person in crowd[:500] for one in past_of(person, 2, hours, luck)],
            1000 / open_rate(crowd[:500], hours),
        )
        for mix, crowd in crowds.items()
    }
    platform = model.learn(model.PRIOR, _sum(list(own.values())), model.PLATFORM, learns_freshness=True)
    readers = {mix: model.Reader(model.learn(platform, own[mix], model.ORGANIZATION)) for mix in MIXES}
    found = []
    for opens in PAST:
        found += _score(f"{opens} past opens, {name}", opens, hours, crowds, readers, luck)
    return found


def _sum(counts: Sequence[Counts]) -> Counts:
    parts = [[getattr(each, name) for each in counts] for name in ("opened_at", "sent_at", "after", "sends")]
    return Counts(*(tuple(map(sum, zip(*part, strict=True))) for part in parts))


def _score(
    name: str,
    opens: int,
    hours: Sequence[int],
    crowds: dict[str, list[Person]],
    readers: dict[str, model.Reader],
    luck: random.Random,
) -> list[Figure]:
    got = {"ours": 0.0, "oracle": 0.0, "now": 0.0, "nine": 0.0}
    held, people = 0, 0
    told, true = 0.0, 0.0
    for mix, crowd in crowds.items():
        for person in crowd[500:]:
            belief = readers[mix].read(past_of(person, opens, hours, luck))
            now = luck.choice(ALLOWED)
            hour = model.best_of(belief, ALLOWED)
            chances = {each: person.chance(each) for each in ALLOWED}
            got["ours"] += chances[hour]
            got["oracle"] += max(chances.values())
            got["now"] += chances[now]
            got["nine"] += chances[NINE]
            lift, real = model.lift(belief, hour, now), chances[hour] / chances[now] - 1
            held += lift.low <= real <= lift.high
            told, true, people = told + lift.value, true + real, people + 1
    regret = {each: 100 * (1 - got[each] / got["oracle"]) for each in got}
    note = f"more opens than now {got['ours'] / got['now'] - 1:+.0%}, than 9:00 {got['ours'] / got['nine'] - 1:+.0%}; "
    note += f"regret of 9:00 {regret['nine']:.1f} %; interval held {held / people:.0%}; "
    note += f"mean lift told {told / people:+.0%}, true {true / people:+.0%}"
    return [Figure(f"regret, {name}", regret["ours"], "%", regret["now"], regret["ours"] / regret["now"], "< 1", note)]


# Mails that were opened, of every other contact: what was not opened, plans do not read.
_MAILS = """
insert into email_message (id, organization_id, status, type, category, locale, batch_id, from_address, to_address,
  recipient_kind, reply_to, cc, subject, html, text, mime, message_id_header, attachments, related, last_error,
  provider, provider_id, priority, tracks_opens, created_at, sent_at, contact_id)
select gen_random_uuid(), organization_id, 'delivered', 'newsletter', 'marketing', locale, gen_random_uuid(),
  'news@example.test', email, 'to', '', '[]', 'News', '', '', '', '', '[]', '{}', '', 'smtp', '', 0, true, at, at, id
from (select c.*, date_trunc('day', now()) - mail * interval '5 days' + interval '9 hours' as at
  from contacts c, generate_series(1, 8) mail where organization_id = %s and hashtext(c.id::text) %% 2 = 0
    and hashtext(c.id::text || mail) %% 2 = 0) c
"""
_OPENS = """
insert into email_engagement (organization_id, message_id, locale, kind, url, is_machine, contact_id, created_at)
select organization_id, id, 'en', 'open', '', false, contact_id,
  sent_at + (1 + abs(hashtext(id::text)) %% 800) * interval '1 minute'
from email_message where organization_id = %s
"""
_ZONES = """
update contacts
set timezone = (array['Europe/London', 'Europe/Madrid', 'Asia/Tokyo', ''])[1 + abs(hashtext(email)) %% 4]
where organization_id = %s
"""


def measure_recipients(recipients: int) -> list[Figure]:
    with stage.new() as house:
        stage.fill(house, contacts=0)
        with house.connect() as database:
            (org_id,) = database.execute("select id from organizations where slug = 'tenant-1'").fetchone() or ()
            list_id = uuid4()
            database.execute(CONTACTS, [org_id, recipients])
            database.execute("update contacts set suppressed_at = null, suppression_reason = ''")
            database.execute(_ZONES, [org_id])
            database.execute(LIST, [list_id, org_id, "News"])
            every = SUBSCRIPTIONS.replace("random() < 0.6", "true").replace("random() < 0.05", "false")
            database.execute(every, [list_id, org_id])
            database.execute(_MAILS, [org_id])
            database.execute(_OPENS, [org_id])
            database.execute("vacuum analyze")
            (opens,) = database.execute("select count(*) from email_engagement").fetchone() or ()
        import django

        django.setup()
        found = _measure_campaign(org_id, list_id, f"{recipients} recipients, {opens} openings")
        from django.db import connections

        connections.close_all()
    return found


def _measure_campaign(org_id: UUID, list_id: UUID, what: str) -> list[Figure]:
    from django.utils import timezone

    from frontdesk.mail.campaigns import preparing
    from frontdesk.mail.models import Campaign
    from frontdesk.mail.send_time import profiles
    from frontdesk.platform import tenancy

    def count() -> None:
        with tenancy.tenant(org_id):
            profiles.count_organization(org_id, now=timezone.now())

    def fix(campaign_id: UUID, *, is_at_best_hour: bool) -> None:
        with tenancy.tenant(org_id):
            campaign = Campaign.objects.get(id=campaign_id)
            campaign.is_at_best_hour = is_at_best_hour
            preparing.fix_audience(campaign, now=timezone.now())

    ids = [make(org_id, list_id, 1) for _ in range(2)]
    counting = timed(count)
    floor = timed(lambda: fix(ids[0], is_at_best_hour=False))
    best = timed(lambda: fix(ids[1], is_at_best_hour=True))
    return [
        Figure(f"a campaign begins at best hours, {what}", best, "s", floor, best / floor, "seconds", "floor: at once"),
        Figure(f"hours counted at night, {what}", counting, "s"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--recipients", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = [one for name, hours in HABITS.items() for one in measure_habit(name, hours, given.people, given.seed)]
    found += measure_recipients(given.recipients)
    figures.report("send_time", found)


if __name__ == "__main__":
    main()
