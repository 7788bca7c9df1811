"""One template looked at closely: what became of its mails by version, language, day and link. See ``reports``.

By day, mails count where they went out, opens and clicks where a person first opened or clicked. Links are those that
people followed; each is known by its place in the mail, since its address may differ from recipient to recipient.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from frontdesk.mail import sending, serving
from frontdesk.mail.models import EmailTemplate, EmailTemplateVersion
from frontdesk.mail.rendering import RenderError, TemplateSource, render
from frontdesk.mail.template_types import TemplateType, known
from frontdesk.mail.templates import counts
from frontdesk.mail.templates.counts import IN_PERIOD, Period, Values
from frontdesk.mail.tracking import links
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import BadInput, NotFound

USUAL_DAYS = 30
MOST_DAYS = 400
# Before the first mail, and far from where calendars end: days of any zone can be counted in between.
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
MOST_LINKS = 200

_LINKS = f"""
with clicks as materialized (
  select template_version, position, url, message_id from email_engagement
  where template_id = %(id)s and kind = 'click' and not is_machine)
select position, mode() within group (order by url), count(distinct url) > 1, count(*), count(distinct message_id)
from clicks where message_id in (select id from email_message where {IN_PERIOD})
group by template_version, position, case when position is null then url end
"""  # noqa: S608 - constants, not data


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
        "version": version,
    }
    return {
        "template_id": template.id,
        "locale": template.locale,
        "version": version,
        "since": period.since,
        "until": period.until,
        "timezone": str(period.zone),
        **counts.count(values, period),
        "links": _list_links(values),
        "link_map_html": _draw_links(actor, template, version),
    }


def _list_links(values: Values) -> list[dict[str, object]]:
    """By place, most followed first. The same address at the same place in several versions is one link."""
    merged: dict[tuple[int | None, str], dict[str, int | str | bool | None]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, values)
        rows: Sequence[tuple[int | None, str, bool, int, int]] = cursor.fetchall()
    for position, url, varies, clicks, people in rows:
        link = merged.setdefault((position, url), {"clicks": 0, "people": 0})
        merged[position, url] = {
            "url": url,
            "position": position,
            "varies": varies or bool(link.get("varies")),
            "clicks": int(link["clicks"] or 0) + clicks,
            "people": int(link["people"] or 0) + people,
        }
    ordered = sorted(merged.values(), key=_most_followed_first)
    return [dict(link) for link in ordered[:MOST_LINKS]]


def _most_followed_first(link: Mapping[str, int | str | bool | None]) -> tuple[int, int, bool, int]:
    """What a provider counted has no place; it comes last."""
    position = link["position"]
    return -int(link["people"] or 0), -int(link["clicks"] or 0), position is None, int(position or 0)


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
