"""Recipients whose mail is late: no best time brings mail into quiet hours, nor what waited for something else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.backends.utils import CursorWrapper

from frontdesk.mail.models import Campaign
from frontdesk.mail.send_time import clocks, predicting, quiet, zones
from frontdesk.mail.send_time.quiet import Quiet

_ZONES = """
with due as ({due}) select distinct c.timezone from due join contacts c on c.id = due.contact_id
"""
_HOLD = """
with due as ({due})
update campaign_recipient r set due_at = asleep.until
from due join contacts c on c.id = due.contact_id
  join unnest(%(zones)s::text[], %(until)s::timestamptz[]) as asleep (zone, until) on asleep.zone = c.timezone
where r.id = due.id
"""
# Whose hour has just begun need not wait for the next day's.
_RENEW = """
update campaign_recipient set due_at = due_at + ceil(extract(epoch from %(now)s - due_at) / 86400) * interval '24 hours'
where campaign_id = %(campaign)s and state = 'waiting' and variant is null and due_at < %(now)s - interval '1 hour'
"""


def hold_back(campaign: Campaign, due: str, values: Mapping[str, Any], *, now: datetime) -> None:
    """Who is due but sleeps, as after a pause or behind a throttle, gets it when their quiet hours end.

    ``due`` selects the recipients whose turn it is, with its parameters. Afterwards it selects none who sleeps: others
    come up in their places, and are looked at too. So each step looks at those it feeds, however many are late.
    """
    if not campaign.is_at_best_hour:
        return
    default, wanted = zones.of_organization(campaign.organization_id), predicting.quiet_of(campaign.organization_id)
    with connection.cursor() as cursor:
        while asleep := _find_asleep(_zones_of(cursor, due, values), default, wanted, now):
            params = {**values, "zones": list(asleep), "until": list(asleep.values())}
            cursor.execute(_HOLD.format(due=due), params)


def _zones_of(cursor: CursorWrapper, due: str, values: Mapping[str, Any]) -> list[str]:
    cursor.execute(_ZONES.format(due=due), values)
    return [name for (name,) in cursor.fetchall()]


def _find_asleep(names: Sequence[str], default: ZoneInfo, wanted: Quiet, now: datetime) -> dict[str, datetime]:
    """The zones with quiet hours now, and their ends."""
    known = {name: clocks.zone_named(name, default) for name in names}
    return {
        name: quiet.slots(now, zone, wanted)[0].at for name, zone in known.items() if quiet.is_quiet(now, zone, wanted)
    }


def renew(campaign: Campaign, *, now: datetime) -> None:
    """Who waited for the winner of a test gets it at their hour, within a day from now."""
    if campaign.is_at_best_hour:
        with connection.cursor() as cursor:
            cursor.execute(_RENEW, {"campaign": campaign.id, "now": now})
