"""What became of the mails of a template.

All numbers are of mails, not of events: one that was opened five times counts once. ``opened`` and ``clicked`` are of
people; proxies and scanners are counted apart. Tests count nowhere. A period is that in which the mails went out, so
that what happened to them later still belongs to them and no rate passes 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from frontdesk.mail.reports.mail_counts import ARRIVED, SENT, rate


@dataclass(frozen=True, slots=True)
class Use:
    """What a card of the library shows. ``open_rate``: of the mails that carry our pixel; None without any."""

    sent: int = 0
    delivered: int = 0
    opened: int = 0
    clicked: int = 0
    open_rate: float | None = None
    last_sent_at: datetime | None = None


_USE = f"""
with used as (
  select template_id, count(*) filter (where status in {SENT}) as sent,
    count(*) filter (where status in ('delivered', 'complained')) as delivered,
    count(*) filter (where status in {ARRIVED} and tracks_opens) as watched,
    max(sent_at) as last_sent_at
  from email_message where template_id = any(%(ids)s) and not is_test group by template_id),
engaged as (
  select template_id, count(distinct message_id) filter (where kind = 'open') as opened,
    count(distinct message_id) filter (where kind = 'click') as clicked
  from email_engagement where template_id = any(%(ids)s) and not is_machine group by template_id)
select template_id, sent, delivered, coalesce(opened, 0), coalesce(clicked, 0), watched, last_sent_at
from used left join engaged using (template_id)
"""  # noqa: S608 - constants, not data


def count_use(template_ids: Iterable[int]) -> dict[int, Use]:
    """Numbers over all time for each template that mail was made with, in one query."""
    ids = list(template_ids)
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_USE, {"ids": ids})
        return {
            template: Use(sent, delivered, opened, clicked, rate(opened, watched), last)
            for template, sent, delivered, opened, clicked, watched, last in cursor.fetchall()
        }
