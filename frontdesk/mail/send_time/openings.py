"""When people opened their mail, as SQL: each mail's first opening by a person, on the recipient's clock."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from frontdesk.mail.send_time import clocks
from frontdesk.orgs.models import Organization
from frontdesk.platform.timezones import is_timezone

# People's habits last longer than an organization's way of sending.
WINDOW = timedelta(days=90)
WINDOW_OF_PERSON = timedelta(days=365)

CLOCKS = """
clocks as materialized (
  select * from unnest(%(names)s::text[], %(starts)s::timestamptz[], %(ends)s::timestamptz[], %(seconds)s::int[])
    as c (zone, starts, ends, seconds))
"""
# Hours since 1970 on that clock. A mail that was opened after more than a day says nothing of when it was sent.
OPENED = "floor((extract(epoch from o.at) + k.seconds) / 3600)::bigint"
SENT = "floor((extract(epoch from m.sent_at) + k.seconds) / 3600)::bigint"

# A loose index scan: as many steps as there are zones, however many contacts.
_ZONES = "select distinct timezone from contacts where timezone <> '' and organization_id = %s"


def zone_of(org_id: UUID) -> ZoneInfo:
    name = Organization.objects.values_list("timezone", flat=True).get(id=org_id)
    return ZoneInfo(name if is_timezone(name) else "UTC")


def zones_of_contacts(org_id: UUID) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_ZONES, [org_id])
        return [name for (name,) in cursor.fetchall()]


def clock_values(names: list[str], default: ZoneInfo, since: datetime, now: datetime) -> dict[str, Any]:
    """The parameters of CLOCKS."""
    rows = clocks.readings(names, default, since, now)
    return {
        "names": [row.zone for row in rows],
        "starts": [row.starts for row in rows],
        "ends": [row.ends for row in rows],
        "seconds": [row.seconds for row in rows],
    }
