"""Who is on a list, and who did what with mail: as queries with a column ``contact_id``."""

from datetime import datetime
from uuid import UUID

from frontdesk.mail.audience.filtering.sql import Contacts, Sql, joined
from frontdesk.mail.models import SubscriptionState

_STATES = {
    "is_on": SubscriptionState.SUBSCRIBED,
    "is_pending_on": SubscriptionState.PENDING,
    "has_left": SubscriptionState.UNSUBSCRIBED,
}
_ON = "select s.contact_id from mail_subscription s where s.state = %s and s.organization_id = %s"


def on_lists(org_id: UUID, operator: str, lists: tuple[object, ...]) -> Contacts:
    return subscribed(org_id, lists, _STATES[operator])


def subscribed(org_id: UUID, lists: tuple[object, ...], state: SubscriptionState) -> Contacts:
    """In ``state`` on any of ``lists``."""
    chosen = ", ".join(["%s"] * len(lists))
    rows = Sql(f"{_ON} and s.list_id in ({chosen})", (state.value, org_id, *lists))
    return Contacts(rows, is_once=len(lists) == 1)


# People alone, no proxies and scanners. Who clicks has seen the mail, whether or not its pictures were loaded.
_ENGAGED = "email_engagement e where e.organization_id = %s and e.contact_id is not null and not e.is_machine"
_KINDS = {"opened": "('open', 'click')", "clicked": "('click')"}
_AT = {"received": "m.sent_at", "bounced": "m.created_at", "replied": "r.created_at"}


def who(did: str, org_id: UUID, campaign_id: UUID | None, since: datetime | None) -> Contacts:
    """Contacts who ``did`` so with a mail of the campaign (None: with any), at or after ``since`` (None: ever)."""
    if did in _KINDS:
        base = Sql(f"select e.contact_id from {_ENGAGED} and e.kind in {_KINDS[did]}", (org_id,))  # noqa: S608 - values are parameters
        return Contacts(_narrowed(base, "e.campaign_id", campaign_id, "e.created_at", since))
    base, about_mail = Sql(_RECORDS[did], (org_id,)), did == "replied"
    rows = _narrowed(base, "m.campaign_id", campaign_id, _AT[did], since, about_mail=about_mail)
    return Contacts(rows, is_once=campaign_id is not None and not about_mail)  # nobody gets a campaign twice


_MAIL = "select m.contact_id from email_message m where m.organization_id = %s and m.contact_id is not null"
_RECORDS = {
    "received": f"{_MAIL} and not m.is_test and m.status in ('sent', 'delivered', 'complained')",
    "bounced": f"{_MAIL} and not m.is_test and m.status = 'bounced'",
    "replied": "select r.contact_id from received_mail r"
    " where r.organization_id = %s and r.contact_id is not null and r.kind = 'message'",
}


def _narrowed(
    base: Sql, campaign: str, campaign_id: UUID | None, at: str, since: datetime | None, *, about_mail: bool = False
) -> Sql:
    parts = [base]
    if campaign_id is not None:
        condition = f"{campaign} = %s"
        if about_mail:  # a reply stands in the conversation of the mail that it answers
            condition = f"r.thread_id in (select m.thread_id from email_message m where {condition})"  # noqa: S608 - values are parameters
        parts.append(Sql(condition, (campaign_id,)))
    if since is not None:
        parts.append(Sql(f"{at} >= %s", (since,)))
    return joined(parts, " and ")
