"""Stops a campaign that does harm before it does more: too many addresses are dead, or too many people complain.

Mail services act at 5 % bounces and 0.1–0.3 % complaints (Amazon SES reviews accounts at these; Google and Yahoo ask of
bulk senders to stay under 0.3 %). Counted after the first 200 mails; and once a person has let it go on, of what
went out since.
"""

from django.db import connection

from frontdesk.mail.models import Campaign

MOST_BOUNCED = 0.05
MOST_COMPLAINED = 0.003
# Below it one dead address would already be too many.
FEWEST_SENT = 200
FEWEST_COMPLAINTS = 2

_COUNT = """
select count(*) filter (where status in ('sent', 'delivered', 'bounced', 'complained')),
  count(*) filter (where status = 'bounced' and bounce_kind <> 'soft'), count(*) filter (where status = 'complained')
from email_message
where campaign_id = %s and organization_id = %s and (%s::timestamptz is null or created_at >= %s::timestamptz)
"""
# What has come back at all is few: asked first, by the index.
_ANY = """
select exists (
  select from email_message where campaign_id = %s and organization_id = %s and status in ('bounced', 'complained'))
"""


def find_harm(campaign: Campaign) -> str:
    """Why it must stop, in words; empty while all is well."""
    of_campaign = [campaign.id, campaign.organization_id]
    with connection.cursor() as cursor:
        cursor.execute(_ANY, of_campaign)
        if cursor.fetchone() == (False,):
            return ""
        cursor.execute(_COUNT, [*of_campaign, campaign.resumed_at, campaign.resumed_at])
        sent, bounced, complained = cursor.fetchone()
    if sent < FEWEST_SENT:
        return ""
    if bounced / sent > MOST_BOUNCED:
        return (
            f"{bounced} of {sent} mails bounced for good ({bounced / sent:.1%}; the limit is {MOST_BOUNCED:.0%}). "
            "Clean the list before you resume: more of it spoils your standing with mail services."
        )
    if complained >= FEWEST_COMPLAINTS and complained / sent > MOST_COMPLAINED:
        return (
            f"{complained} of {sent} people marked it as spam ({complained / sent:.2%}; the limit is "
            f"{MOST_COMPLAINED:.1%}). Make sure that these people asked for your mail before you resume."
        )
    return ""
