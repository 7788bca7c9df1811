"""How far a campaign is: numbers of recipients by what became of them, cheap enough to be asked every second."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from frontdesk.mail.campaigns import preparing, senders, winners
from frontdesk.mail.models import Campaign, CampaignRecipient, CampaignState, ProviderState, RecipientState
from frontdesk.mail.personalizing import rows as personalizing

# Both read an index alone.
_MAILS = """
select status, count(*) from email_message where campaign_id = %s and organization_id = %s group by status
"""
_RECIPIENTS = """
select count(*) filter (where state = 'skipped'), count(*) filter (where state = 'cancelled')
from campaign_recipient where campaign_id = %s and state in ('skipped', 'cancelled')
"""
_WAITING = "select count(*) from campaign_recipient where campaign_id = %s and state = 'waiting'"
# The rate is of the last minute: what was sent before a pause says nothing of now.
_RECENT = """
select count(*) from email_message
where campaign_id = %s and organization_id = %s and status in ('sent', 'delivered', 'bounced', 'complained')
  and sent_at > %s
"""
GONE_OUT = ("sent", "delivered", "bounced", "complained")
RECENT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why a campaign that is on its way stands still: ``code`` for pages, ``text`` in words, ``until`` if known."""

    code: str
    text: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    total: int
    waiting: int
    skipped: int
    cancelled: int
    queued: int
    sending: int
    sent: int
    delivered: int
    bounced: int
    complained: int
    failed: int
    per_minute: float
    seconds_left: float | None
    waits: Waiting | None

    @property
    def done(self) -> int:
        """Recipients with whom nothing is left to do."""
        gone = self.sent + self.delivered + self.bounced + self.complained
        return gone + self.failed + self.skipped + self.cancelled


def count(campaign: Campaign, *, now: datetime | None = None) -> Progress:
    moment = now or timezone.now()
    mails = count_mails(campaign)
    waiting, skipped, cancelled = _count_recipients(campaign)
    per_minute = _rate(campaign, moment)
    open_mails = mails.get("queued", 0) + mails.get("sending", 0)
    left = waiting + open_mails
    return Progress(
        total=campaign.total,
        waiting=waiting,
        skipped=skipped,
        cancelled=cancelled,
        queued=mails.get("queued", 0),
        sending=mails.get("sending", 0),
        **{name: mails.get(name, 0) for name in (*GONE_OUT, "failed")},
        per_minute=per_minute,
        seconds_left=left * 60 / per_minute if per_minute and left and campaign.state == "sending" else None,
        waits=find_reason(campaign, waiting=waiting, open_mails=open_mails, now=moment),
    )


def count_mails(campaign: Campaign) -> Mapping[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_MAILS, [campaign.id, campaign.organization_id])
        return dict(cursor.fetchall())


def _count_recipients(campaign: Campaign) -> tuple[int, int, int]:
    if campaign.prepared_at is None:
        return 0, 0, 0
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [campaign.id])
        (waiting,) = cursor.fetchone()
        cursor.execute(_RECIPIENTS, [campaign.id])
        skipped, cancelled = cursor.fetchone()
    return waiting, skipped, cancelled


def _rate(campaign: Campaign, now: datetime) -> float:
    if campaign.state != CampaignState.SENDING or campaign.started_at is None:
        return 0.0
    since = max(now - RECENT, campaign.started_at)
    with connection.cursor() as cursor:
        cursor.execute(_RECENT, [campaign.id, campaign.organization_id, since])
        (recent,) = cursor.fetchone()
    return float(recent * 60 / max((now - since).total_seconds(), 1.0))


def find_reason(campaign: Campaign, *, waiting: int, open_mails: int, now: datetime) -> Waiting | None:
    """Of a campaign that is under way; the first that holds."""
    if campaign.state == CampaignState.PAUSED:
        return Waiting("paused", campaign.paused_reason or "It was paused.")
    if campaign.state == CampaignState.SCHEDULED:
        return Waiting("scheduled", "It begins at its time.", preparing.begins_at(campaign))
    if campaign.state != CampaignState.SENDING:
        return None
    if campaign.prepared_at is None:
        return Waiting("preparing", "Its recipients are being put together.")
    if open_mails and (held := _held_by_provider(campaign, now)):
        return held
    return _of_recipients(campaign, waiting, open_mails, now)


def _held_by_provider(campaign: Campaign, now: datetime) -> Waiting | None:
    provider = senders.find_provider(campaign.organization_id)
    if provider is None:
        return None
    if provider.state == ProviderState.PAUSED:
        reason = provider.paused_reason or "no reason given"
        return Waiting("provider_paused", f"The provider “{provider.name}” is paused: {reason}.")
    if provider.open_until and provider.open_until > now:
        text = f"The provider “{provider.name}” fails: {provider.last_error}"
        return Waiting("provider_failing", text, provider.open_until)
    return None


def _of_recipients(campaign: Campaign, waiting: int, open_mails: int, now: datetime) -> Waiting | None:
    if waiting and not open_mails and personalizing.has_open(campaign.id):
        return Waiting("personalizing", "A model writes for each recipient; their mail waits for it.")
    if waiting and campaign.ab_decided_at is None and winners.has_rest(campaign):
        rows = CampaignRecipient.objects.filter(campaign=campaign, state=RecipientState.WAITING, variant__isnull=False)
        if not rows.exists() and not open_mails:
            return _of_winner(campaign)
    if waiting and not open_mails and (due := _next_due(campaign)) and due > now:
        if campaign.is_at_best_hour:
            return Waiting("best_hour", "The next recipients' best hour has not come.", due)
        return Waiting("recipient_zone", "The hour has not come in the next recipients' time zone.", due)
    if waiting and campaign.throttle_per_minute:
        return Waiting("throttle", f"It goes out at {campaign.throttle_per_minute} a minute, as you set it.")
    if open_mails and not waiting and (again := _next_try(campaign)) and again > now:
        return Waiting("retrying", f"{open_mails} mails were put off by their servers and are tried again.", again)
    return None


def _of_winner(campaign: Campaign) -> Waiting:
    if not campaign.ab_decides_itself:
        return Waiting("winner_person", "The test is out: choose the variant that the others get.")
    return Waiting("winner", "The test is out: its winner goes to the others.", winners.decides_at(campaign))


def _next_due(campaign: Campaign) -> datetime | None:
    rows = CampaignRecipient.objects.filter(campaign=campaign, state=RecipientState.WAITING)
    found: datetime | None = rows.order_by("due_at", "id").values_list("due_at", flat=True).first()
    return found


_NEXT_TRY = """
select min(next_attempt_at) from email_message where campaign_id = %s and organization_id = %s and status = 'queued'
"""


def _next_try(campaign: Campaign) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_TRY, [campaign.id, campaign.organization_id])
        (found,) = cursor.fetchone()
    return found if isinstance(found, datetime) else None


def describe(campaign: Campaign) -> dict[str, object]:
    counted = count(campaign)
    return {"state": campaign.state, **asdict(counted), "done": counted.done}
