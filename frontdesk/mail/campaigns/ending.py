"""How a campaign stops: by itself, when all is sent or something goes wrong."""

from datetime import datetime, timedelta

from django.db import connection

from frontdesk.mail.campaigns import editing
from frontdesk.mail.models import (
    Campaign,
    CampaignRecipient,
    CampaignState,
    EmailMessage,
    MessageStatus,
    RecipientState,
)

# A mail that its server puts off for longer does not keep a campaign from being finished: it is still tried.
LONG_PUT_OFF = timedelta(minutes=5)

_OPEN = """
select exists (select from email_message where campaign_id = %s and organization_id = %s
  and (status = 'sending' or status = 'queued' and next_attempt_at <= %s))
"""
_TAKE_BACK_RECIPIENTS = """
update campaign_recipient set state = 'cancelled' where campaign_id = %s and state = 'waiting'
"""
_TAKE_BACK_MAILS = """
with taken as (
  update email_message set status = 'cancelled', last_error = 'The campaign was cancelled.'
  where campaign_id = %s and organization_id = %s and status = 'queued' returning id, organization_id, contact_id),
told as (
  insert into email_message_event (organization_id, message_id, status, detail)
  select organization_id, id, 'cancelled', 'The campaign was cancelled.' from taken)
update campaign_recipient r set state = 'cancelled' from taken
where r.campaign_id = %s and r.contact_id = taken.contact_id
"""


def is_sent(campaign: Campaign, *, now: datetime) -> bool:
    """Whether nothing is under way, or about to be tried again."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [campaign.id, campaign.organization_id, now + LONG_PUT_OFF])
        return bool(cursor.fetchone() == (False,))


def is_moving(campaign: Campaign) -> bool:
    """Whether a sender has some of it in hand."""
    return bool(EmailMessage.objects.filter(campaign=campaign, status=MessageStatus.SENDING).exists())


def finish_if_done(campaign: Campaign, *, now: datetime) -> bool:
    waiting = CampaignRecipient.objects.filter(campaign=campaign, state=RecipientState.WAITING)
    if waiting.exists() or not is_sent(campaign, now=now):
        return False
    campaign.state, campaign.finished_at = CampaignState.FINISHED, now
    campaign.save(update_fields=["state", "finished_at", "updated_at"])
    editing.tell(None, "finished", campaign)
    return True


def pause_by_itself(campaign: Campaign, reason: str) -> None:
    campaign.state, campaign.paused_reason = CampaignState.PAUSED, reason[:500]
    campaign.save(update_fields=["state", "paused_reason", "updated_at"])
    editing.tell(None, "paused", campaign, {"reason": reason[:500], "by_itself": True})


def take_back(campaign: Campaign) -> None:
    """Of a cancelled campaign: who waits gets nothing, nor does who is queued; what is under way arrives."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK_RECIPIENTS, [campaign.id])
        cursor.execute(_TAKE_BACK_MAILS, [campaign.id, campaign.organization_id, campaign.id])
