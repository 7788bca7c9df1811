"""When people opened their mail, as SQL: each mail's first opening by a person, on the recipient's clock."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from frontdesk.mail.send_time import clocks

# People's habits last longer than an organization's way of sending.
WINDOW = timedelta(days=90)
WINDOW_OF_PERSON = timedelta(days=365)

CLOCKS = """
clocks as materialized (
  select * from unnest(%(names)s::text[], %(starts)s::timestamptz[], %(ends)s::timestamptz[], %(seconds)s::int[])
    as c (zone, starts, ends, seconds))
"""
# Seconds since 1970; not extract(), whose numbers of any length cost several times as much.
AT = "floor(date_part('epoch', o.at))::bigint"
SENT_AT = "floor(date_part('epoch', m.sent_at))::bigint"
# Hours since 1970 on that clock. A mail that was opened after more than a day says nothing of when it was sent.
OPENED = f"(({AT} + k.seconds) / 3600)"
SENT = f"(({SENT_AT} + k.seconds) / 3600)"


def clock_values(names: list[str], default: ZoneInfo, since: datetime, now: datetime) -> dict[str, Any]:
    """The parameters of CLOCKS."""
    rows = clocks.readings(names, default, since, now)
    return {
        "names": [row.zone for row in rows],
        "starts": [row.starts for row in rows],
        "ends": [row.ends for row in rows],
        "seconds": [row.seconds for row in rows],
    }
