"""Whether an organization's mail arrives: by day, provider and recipients' domain, held against what the field asks.

Thresholds: Gmail and Yahoo want complaints below 0.1 % and never at 0.3 %; Amazon SES looks into bounces from 5 % on,
and lists that are kept clean stay below 2 %.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from frontdesk.mail.models import EmailMessage, MailDomain, MailProvider
from frontdesk.mail.reports import counting
from frontdesk.mail.reports.counting import NOT_TIMED, Counts, Question, Reason
from frontdesk.mail.sending_settings import naming
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission

Key = TypeVar("Key")

MOST_DAYS = 90
# Of fewer mails one complaint says nothing.
FEWEST = 100
COMPLAINTS = (0.1, 0.3)
BOUNCES = (2.0, 5.0)


class RateVerdict(StrEnum):
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Rate:
    """``percent`` of the mails that went out; None where none did. Below ``good_below`` all is well, from ``bad_from``
    on providers act."""

    percent: float | None
    verdict: RateVerdict
    good_below: float
    bad_from: float


def report(actor: Actor, *, days: int, provider_id: UUID | None = None) -> dict[str, object]:
    """Of the last ``days`` days in the actor's zone, today among them."""
    access.require(actor, Permission.MAIL_READ)
    org_id = access.require_org(actor)
    zone = ZoneInfo(actor.timezone)
    today = timezone.now().astimezone(zone).date()
    dates = [today - timedelta(days=days - 1 - count) for count in range(days)]
    question = Question(org_id, [_beginning(day, zone) for day in dates], provider_id)
    grouped = counting.count(question)
    medians = counting.find_medians(question, list(grouped.by_domain)) if grouped.timed else NOT_TIMED
    names = {row.id: row.name for row in MailProvider.objects.filter(organization_id=org_id)}
    return {
        "days": days,
        "timezone": actor.timezone,
        "total": _row(grouped.total, medians.total),
        "complaint_rate": _rate(grouped.total.complained, grouped.total.sent, COMPLAINTS),
        "bounce_rate": _rate(grouped.total.bounced_hard + grouped.total.bounced_soft, grouped.total.sent, BOUNCES),
        "by_day": [{"date": day, **asdict(grouped.by_day.get(place, Counts()))} for place, day in enumerate(dates)],
        "by_provider": [
            {"provider_id": key if key in names else None, "name": names.get(key, "") if key else "", **row}
            for key, row in _sorted(
                (key, _row(counts, medians.by_account.get(key))) for key, counts in grouped.by_account.items()
            )
        ],
        "by_domain": [
            {"domain": key, **row}
            for key, row in _sorted(
                (key, _row(counts, medians.by_domain.get(key))) for key, counts in grouped.by_domain.items()
            )
        ],
        "reasons": _reasons(grouped.reasons),
        "domains": _domains(org_id),
    }


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _row(counts: Counts, median: float | None) -> dict[str, object]:
    bounced = counts.bounced_hard + counts.bounced_soft
    return {
        **asdict(counts),
        "median_seconds": None if median is None else float(median),
        "bounce_rate": _rate(bounced, counts.sent, BOUNCES),
        "complaint_rate": _rate(counts.complained, counts.sent, COMPLAINTS),
    }


def _sorted(rows: Iterable[tuple[Key, dict[str, object]]]) -> list[tuple[Key, dict[str, object]]]:
    return sorted(rows, key=lambda pair: -int(str(pair[1]["sent"])))


def _rate(part: int, whole: int, bounds: tuple[float, float]) -> Rate:
    good_below, bad_from = bounds
    if not whole:
        return Rate(None, RateVerdict.TOO_FEW, good_below, bad_from)
    percent = 100 * part / whole
    verdict = RateVerdict.GOOD if percent < good_below else RateVerdict.WATCH if percent < bad_from else RateVerdict.BAD
    return Rate(round(percent, 3), verdict if whole >= FEWEST else RateVerdict.TOO_FEW, good_below, bad_from)


def _reasons(found: Sequence[Reason]) -> list[dict[str, object]]:
    texts = EmailMessage.objects.filter(id__in=[each.message_id for each in found])
    told: dict[UUID, Mapping[str, object]] = {
        row["id"]: row for row in texts.values("id", "to_address", "subject", "last_error")
    }
    return [
        {**asdict(each), "example": {"message_id": each.message_id, **_example(told.get(each.message_id, {}))}}
        for each in found
    ]


def _example(row: Mapping[str, object]) -> dict[str, object]:
    return {name: str(row.get(name, ""))[:500] for name in ("to_address", "subject", "last_error")}


def _domains(org_id: UUID) -> list[dict[str, object]]:
    """Whether mail of the organization's own domains can be told to be its own."""
    rows = MailDomain.objects.filter(organization_id=org_id).order_by("domain")
    return [
        {
            "id": row.id,
            "domain": naming.to_unicode(row.domain),
            "status": row.status,
            "checked_at": row.checked_at,
            "authentication": {
                each["purpose"]: each["state"] for each in row.records if each["purpose"] in {"spf", "dkim", "dmarc"}
            },
        }
        for row in rows.only("id", "domain", "status", "checked_at", "records", "organization")
    ]
