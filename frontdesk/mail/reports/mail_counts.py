"""Numbers of mails and their rates, as templates and campaigns show them. Pure."""

from dataclasses import asdict, dataclass

# In SQL: a mail went out, and nothing says that it did not arrive: it can have been opened.
SENT = "('sent', 'delivered', 'bounced', 'complained')"
ARRIVED = "('sent', 'delivered', 'complained')"
# Expressions of a query that has the ids of campaigns as ``chosen``. All is read from indexes.
BY_VARIANT = f"""
mails as (
  select campaign_id, variant, count(*) as arrived from email_message
  where campaign_id in (select id from chosen) and organization_id = %(org)s and variant is not null
    and status in {ARRIVED} group by 1, 2),
opens as (
  select campaign_id, variant, count(distinct message_id) as opened from email_engagement
  where campaign_id in (select id from chosen) and organization_id = %(org)s and kind = 'open' and not is_machine
  group by 1, 2)
"""  # noqa: S608 - constants, not data


@dataclass(frozen=True, slots=True)
class Counts:
    """``watched_…``: mails that arrived with our pixel, or with our links."""

    sent: int = 0
    delivered: int = 0
    opened: int = 0
    clicked: int = 0
    bounced: int = 0
    complained: int = 0
    unsubscribed: int = 0
    failed: int = 0
    machine_opens: int = 0
    machine_clicks: int = 0
    watched_opens: int = 0
    watched_clicks: int = 0

    def describe(self) -> dict[str, object]:
        return {
            **asdict(self),
            # Plain SMTP tells nothing after it took a mail: no report is not "none delivered".
            "delivery_rate": rate(self.delivered, self.sent if self.delivered or self.bounced else 0),
            "open_rate": rate(self.opened, self.watched_opens),
            "click_rate": rate(self.clicked, self.watched_clicks),
            "click_to_open_rate": rate(self.clicked, self.opened),
            "bounce_rate": rate(self.bounced, self.sent),
            "complaint_rate": rate(self.complained, self.sent),
            "unsubscribe_rate": rate(self.unsubscribed, self.sent),
        }


def rate(part: int, whole: int) -> float | None:
    """A share of 0 to 1, None of nothing. A mail may be opened and bounce all the same, hence the ceiling."""
    return min(part / whole, 1.0) if whole else None
