"""Recipients whose mail is late: no best time brings mail into quiet hours, nor what waited for something else."""

from datetime import datetime

from django.db import connection

from frontdesk.mail.models import Campaign
from frontdesk.mail.send_time import clocks, openings, predicting, quiet

_HOLD = """
update campaign_recipient r set due_at = held.due_at
from contacts c, unnest(%s::text[], %s::timestamptz[]) as held (zone, due_at)
where r.campaign_id = %s and r.state = 'waiting' and r.due_at <= %s and (r.variant is not null or %s)
  and c.id = r.contact_id and c.timezone = held.zone
"""
# Whose hour has just begun need not wait for the next day's.
_RENEW = """
update campaign_recipient set due_at = due_at + ceil(extract(epoch from %(now)s - due_at) / 86400) * interval '24 hours'
where campaign_id = %(campaign)s and state = 'waiting' and variant is null and due_at < %(now)s - interval '1 hour'
"""


def hold_back(campaign: Campaign, *, now: datetime, is_decided: bool) -> None:
    """Who is due but sleeps, as after a pause or behind a throttle, gets it when their quiet hours end.

    Without ``is_decided`` that is nobody who waits for the winner of a test.
    """
    if not campaign.is_at_best_hour:
        return
    default, wanted = openings.zone_of(campaign.organization_id), predicting.quiet_of(campaign.organization_id)
    until: dict[str, datetime] = {}
    for name in {*openings.zones_of_contacts(campaign.organization_id), ""}:
        zone = clocks.zone_named(name, default)
        if quiet.is_quiet(now, zone, wanted):
            until[name] = quiet.slots(now, zone, wanted)[0].at
    if until:
        with connection.cursor() as cursor:
            cursor.execute(_HOLD, [list(until), list(until.values()), campaign.id, now, is_decided])


def renew(campaign: Campaign, *, now: datetime) -> None:
    """Who waited for the winner of a test gets it at their hour, within a day from now."""
    if campaign.is_at_best_hour:
        with connection.cursor() as cursor:
            cursor.execute(_RENEW, {"campaign": campaign.id, "now": now})
