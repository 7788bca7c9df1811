"""How many mails of a template went out, arrived, were opened and clicked, by version, language and day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from frontdesk.mail.reports.mail_counts import ARRIVED, SENT, Counts

Values = Mapping[str, int | str | datetime | list[int] | None]

IN_PERIOD = """
template_id = any(%(ids)s) and not is_test
  and coalesce(sent_at, created_at) >= %(since)s and coalesce(sent_at, created_at) < %(until)s
  and (%(version)s::int is null or template_id <> %(id)s or template_version = %(version)s::int)
"""
# Both tables are read once and come down to some thousands of cells, which are then added up three ways. Days are found
# among their beginnings: asking for the date of each moment in its zone takes longer than everything else.
_COUNT = f"""
with acts as materialized (
  select message_id,
    min(created_at) filter (where kind = 'open' and not is_machine) as opened_at,
    min(created_at) filter (where kind = 'click' and not is_machine) as clicked_at,
    bool_or(kind = 'open' and is_machine) as machine_opened,
    bool_or(kind = 'click' and is_machine) as machine_clicked,
    bool_or(kind = 'unsubscribe') as unsubscribed
  from email_engagement where template_id = any(%(ids)s) group by 1),
cells as materialized (
  select template_id, locale, template_version, status, tracks_opens, tracks_clicks,
    width_bucket(coalesce(sent_at, created_at), %(days)s::timestamptz[]) as sent_on,
    width_bucket(opened_at, %(days)s::timestamptz[]) as opened_on,
    width_bucket(clicked_at, %(days)s::timestamptz[]) as clicked_on,
    count(*) as mails, count(*) filter (where unsubscribed) as unsubscribed,
    count(*) filter (where machine_opened) as machine_opens, count(*) filter (where machine_clicked) as machine_clicks
  from email_message left join acts on message_id = id where {IN_PERIOD} group by 1, 2, 3, 4, 5, 6, 7, 8, 9)
select template_id, locale, template_version, sent_on, opened_on, clicked_on,
  coalesce(sum(mails) filter (where status in {SENT}), 0)::int,
  coalesce(sum(mails) filter (where status in ('delivered', 'complained')), 0)::int,
  coalesce(sum(mails) filter (where status = 'bounced'), 0)::int,
  coalesce(sum(mails) filter (where status = 'complained'), 0)::int,
  coalesce(sum(mails) filter (where status = 'failed'), 0)::int,
  coalesce(sum(mails) filter (where tracks_opens and status in {ARRIVED}), 0)::int,
  coalesce(sum(mails) filter (where tracks_clicks and status in {ARRIVED}), 0)::int,
  coalesce(sum(mails) filter (where opened_on is not null), 0)::int,
  coalesce(sum(mails) filter (where clicked_on is not null), 0)::int,
  sum(unsubscribed)::int, sum(machine_opens)::int, sum(machine_clicks)::int
from cells
group by grouping sets ((template_id, locale, template_version, sent_on), (template_id, opened_on),
  (template_id, clicked_on))
"""  # noqa: S608 - constants, not data
# The planner takes the mails of a period for a thousand and would sort them: hashing is three times as fast. There is
# room for it, so that a large template needs no disk.
_HASH = "select set_config('work_mem', '64MB', true), set_config('enable_sort', 'off', true)"
_SORT_AGAIN = "select set_config('enable_sort', 'on', true)"


@dataclass(frozen=True, slots=True)
class Period:
    since: datetime
    until: datetime
    zone: ZoneInfo

    def days(self) -> Iterator[date]:
        day, last = self.since.astimezone(self.zone).date(), (self.until - timedelta(microseconds=1))
        while day <= last.astimezone(self.zone).date():
            yield day
            day += timedelta(days=1)

    def day_starts(self) -> list[datetime]:
        """The first moment of each day, and the end of the last."""
        days = list(self.days())
        return [datetime.combine(day, time.min, self.zone) for day in (*days, days[-1] + timedelta(days=1))]


class Tally(defaultdict[tuple[str, str | int | date], Counts]):
    """Counts by what they are of: ("version", 3), ("locale", "es"), ("day", …), ("total", "")."""

    def __init__(self) -> None:
        super().__init__(Counts)

    def add(self, keys: Iterable[tuple[str, str | int | date | None]], **numbers: int) -> None:
        for kind, key in keys:
            if key is not None:
                known = self[kind, key]
                self[kind, key] = replace(known, **{name: getattr(known, name) + n for name, n in numbers.items()})

    def of(self, kind: str) -> list[tuple[str | int | date, Counts]]:
        return sorted(
            ((key, each) for (name, key), each in self.items() if name == kind), key=lambda pair: str(pair[0])
        )


_WENT_OUT = ("sent", "delivered", "bounced", "complained", "failed", "watched_opens", "watched_clicks")
_CAME_BACK = ("opened", "clicked", "unsubscribed", "machine_opens", "machine_clicks")


def count(values: Values, period: Period) -> dict[str, object]:
    tally = Tally()
    days = dict(enumerate(period.days(), 1))
    for template_id, locale, version, sent_on, opened_on, clicked_on, *numbers in _fetch(values, period):
        is_own = template_id == values["id"]
        went_out = dict(zip(_WENT_OUT, numbers[: len(_WENT_OUT)], strict=True))
        came_back = dict(zip(_CAME_BACK, numbers[len(_WENT_OUT) :], strict=True))
        if sent_on is not None:
            own = [("total", ""), ("version", version)] if is_own else []
            tally.add([*own, ("locale", locale)], **went_out, **came_back)
            tally.add([("day", days.get(sent_on))] if is_own else [], **went_out)
        elif is_own:
            tally.add([("day", days.get(opened_on))], opened=came_back["opened"])
            tally.add([("day", days.get(clicked_on))], clicked=came_back["clicked"])
    versions = sorted(tally.of("version"), key=lambda pair: int(str(pair[0])))
    return {
        "totals": tally["total", ""].describe(),
        "by_version": [{"version": key, **each.describe()} for key, each in versions],
        "by_locale": [{"locale": key, **each.describe()} for key, each in tally.of("locale")],
        "by_day": [{"date": day, **asdict(tally["day", day])} for day in period.days()],
    }


def _fetch(values: Values, period: Period) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_HASH)
        cursor.execute(_COUNT, {**values, "days": period.day_starts()})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute(_SORT_AGAIN)
    return rows
