"""One template looked at closely: what became of its mails by version, language, day and link. See ``reports``.

By day, mails count where they went out, opens and clicks where a person first opened or clicked. Links are those that
people followed; each is known by its place in the mail, since its address may differ from recipient to recipient.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from frontdesk.mail import sending, serving
from frontdesk.mail.models import EmailTemplate, EmailTemplateVersion
from frontdesk.mail.rendering import RenderError, TemplateSource, render
from frontdesk.mail.template_types import TemplateType, known
from frontdesk.mail.templates.reports import ARRIVED, SENT, rate
from frontdesk.mail.tracking import links
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import BadInput, NotFound

Values = Mapping[str, int | str | datetime | list[int] | None]

USUAL_DAYS = 30
MOST_DAYS = 400
# Before the first mail, and far from where calendars end: days of any zone can be counted in between.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
MOST_LINKS = 200

_IN_PERIOD = """
template_id = any(%(ids)s) and not is_test
  and coalesce(sent_at, created_at) >= %(since)s and coalesce(sent_at, created_at) < %(until)s
  and (%(version)s::int is null or template_id <> %(id)s or template_version = %(version)s::int)
"""
# Both come down to some hundreds of lines, which are added up here: sorting the mails takes ten times as long.
_WENT_OUT = f"""
select template_id, locale, template_version, (coalesce(sent_at, created_at) at time zone %(zone)s)::date,
  count(*) filter (where status in {SENT}), count(*) filter (where status in ('delivered', 'complained')),
  count(*) filter (where status = 'bounced'), count(*) filter (where status = 'complained'),
  count(*) filter (where status = 'failed'), count(*) filter (where tracks_opens and status in {ARRIVED}),
  count(*) filter (where tracks_clicks and status in {ARRIVED})
from email_message where {_IN_PERIOD} group by 1, 2, 3, 4
"""  # noqa: S608 - constants, not data
_CAME_BACK = f"""
with acts as materialized (
  select message_id, template_id, locale, template_version,
    min(created_at) filter (where kind = 'open' and not is_machine) as opened_at,
    min(created_at) filter (where kind = 'click' and not is_machine) as clicked_at,
    bool_or(kind = 'open' and is_machine) as machine_opened,
    bool_or(kind = 'click' and is_machine) as machine_clicked,
    bool_or(kind = 'unsubscribe') as unsubscribed
  from email_engagement where template_id = any(%(ids)s) group by 1, 2, 3, 4)
select template_id, locale, template_version, (opened_at at time zone %(zone)s)::date,
  (clicked_at at time zone %(zone)s)::date, count(opened_at), count(clicked_at),
  count(*) filter (where unsubscribed), count(*) filter (where machine_opened), count(*) filter (where machine_clicked)
from acts where message_id in (select id from email_message where {_IN_PERIOD}) group by 1, 2, 3, 4, 5
"""  # noqa: S608 - constants, not data
# So that hashing the mails of a large template needs no disk.
_ROOM = "select set_config('work_mem', '64MB', true)"
_LINKS = f"""
with clicks as materialized (
  select template_version, position, url, message_id from email_engagement
  where template_id = %(id)s and kind = 'click' and not is_machine)
select position, mode() within group (order by url), count(distinct url) > 1, count(*), count(distinct message_id)
from clicks where message_id in (select id from email_message where {_IN_PERIOD}) group by template_version, position
"""  # noqa: S608 - constants, not data


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


def choose_period(actor: Actor, since: datetime | None, until: datetime | None) -> Period:
    """``until`` itself is left out; times without a zone are the actor's. Raises BadInput."""
    zone = ZoneInfo(actor.timezone)
    end = _moment("until", until, zone) or timezone.now()
    start = _moment("since", since, zone) or end - timedelta(days=USUAL_DAYS)
    if start >= end:
        raise BadInput.field("since", "The period ends before it begins. Give a since that is before until.")
    if end - start > timedelta(days=MOST_DAYS):
        raise BadInput.field("since", f"At most {MOST_DAYS} days at once.")
    return Period(start, end, zone)


def _moment(field: str, moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    if moment is None:
        return None
    aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    if not EARLIEST <= aware <= LATEST:
        raise BadInput.field(field, f"Give a time between {EARLIEST.year} and {LATEST.year}.")
    return aware


WENT_OUT = ("sent", "delivered", "bounced", "complained", "failed", "watched_opens", "watched_clicks")
CAME_BACK = ("opened", "clicked", "unsubscribed", "machine_opens", "machine_clicks")


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of mails. ``watched_…``: those that arrived with our pixel, or with our links."""

    sent: int = 0
    delivered: int = 0
    opened: int = 0
    clicked: int = 0
    bounced: int = 0
    complained: int = 0
    unsubscribed: int = 0
    failed: int = 0
    machine_opens: int = 0
    machine_clicks: int = 0
    watched_opens: int = 0
    watched_clicks: int = 0

    def describe(self) -> dict[str, object]:
        return {
            **asdict(self),
            "delivery_rate": rate(self.delivered, self.sent),
            "open_rate": rate(self.opened, self.watched_opens),
            "click_rate": rate(self.clicked, self.watched_clicks),
            "click_to_open_rate": rate(self.clicked, self.opened),
            "bounce_rate": rate(self.bounced, self.sent),
            "complaint_rate": rate(self.complained, self.sent),
            "unsubscribe_rate": rate(self.unsubscribed, self.sent),
        }


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


def analyse(
    actor: Actor, template: EmailTemplate, *, period: Period, locale: str = "", version: int | None = None
) -> dict[str, object]:
    """Everything of ``template``, or of its variant in ``locale``; ``by_locale`` is of all its variants.

    Raises NotFound when there is no such variant or version.
    """
    access.require(actor, Permission.TEMPLATES_READ)
    variants = list(EmailTemplate.objects.filter(variant_group=template.variant_group))
    if locale:
        template = next((each for each in variants if each.locale == locale), template)
        if template.locale != locale:
            raise NotFound(f"This template has no variant in “{locale}”.")
    values: Values = {
        "id": template.id,
        "ids": [each.id for each in variants],
        "since": period.since,
        "until": period.until,
        "zone": str(period.zone),
        "version": version,
    }
    return {
        "template_id": template.id,
        "locale": template.locale,
        "version": version,
        "since": period.since,
        "until": period.until,
        "timezone": str(period.zone),
        **_count(values, period),
        "links": _list_links(values),
        "link_map_html": _draw_links(actor, template, version),
    }


def _count(values: Values, period: Period) -> dict[str, object]:
    tally = Tally()
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        cursor.execute(_WENT_OUT, values)
        for template_id, locale, version, day, *numbers in cursor.fetchall():
            own = [("total", ""), ("version", version), ("day", day)] if template_id == values["id"] else []
            tally.add([*own, ("locale", locale)], **dict(zip(WENT_OUT, numbers, strict=True)))
        cursor.execute(_CAME_BACK, values)
        for template_id, locale, version, opened_on, clicked_on, *numbers in cursor.fetchall():
            is_own = template_id == values["id"]
            own = [("total", ""), ("version", version)] if is_own else []
            tally.add([*own, ("locale", locale)], **dict(zip(CAME_BACK, numbers, strict=True)))
            tally.add([("day", opened_on)] if is_own else [], opened=numbers[0])
            tally.add([("day", clicked_on)] if is_own else [], clicked=numbers[1])
    versions = sorted(tally.of("version"), key=lambda pair: int(str(pair[0])))
    return {
        "totals": tally["total", ""].describe(),
        "by_version": [{"version": key, **each.describe()} for key, each in versions],
        "by_locale": [{"locale": key, **each.describe()} for key, each in tally.of("locale")],
        "by_day": [{"date": day, **asdict(tally["day", day])} for day in period.days()],
    }


def _list_links(values: Values) -> list[dict[str, object]]:
    """By place, most followed first. The same address at the same place in several versions is one link."""
    merged: dict[tuple[int, str], dict[str, int | str | bool]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, values)
        rows: Sequence[tuple[int, str, bool, int, int]] = cursor.fetchall()
    for position, url, varies, clicks, people in rows:
        link = merged.setdefault((position, url), {"clicks": 0, "people": 0})
        merged[position, url] = {
            "url": url,
            "position": position,
            "varies": varies or bool(link.get("varies")),
            "clicks": int(link["clicks"]) + clicks,
            "people": int(link["people"]) + people,
        }
    ordered = sorted(merged.values(), key=lambda link: (-int(link["people"]), -int(link["clicks"]), link["position"]))
    return [dict(link) for link in ordered[:MOST_LINKS]]


def _draw_links(actor: Actor, template: EmailTemplate, version: int | None) -> str:
    """The mail with sample data and each link numbered; empty when it cannot be rendered."""
    source = serving.source_of(template)
    if version is not None and version != template.version:
        source = _source_of_version(template, version)
    type = TemplateType(template.type)
    data = sending.sample_data(actor, type, template.locale, template.email_main_logo_image)
    try:
        return links.number_links(render(source, data, strict=False, known=known(type)).html)
    except RenderError:
        return ""


def _source_of_version(template: EmailTemplate, number: int) -> TemplateSource:
    row = EmailTemplateVersion.objects.filter(template=template, version=number).first()
    if row is None:
        raise NotFound(f"This template has no version {number}.")
    return TemplateSource(
        subject=row.subject,
        preheader=row.preheader,
        html_code=row.html_code,
        text_code=row.text_code or None,
        source_format=row.source_format,  # type: ignore[arg-type]  # the column's closed set
        locale=template.locale,
    )
