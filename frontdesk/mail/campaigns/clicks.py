"""Which links of a newsletter were followed, in a table and on the mail itself."""

from django.db import connection

from frontdesk.mail import sending
from frontdesk.mail.campaigns import personal, snapshots
from frontdesk.mail.models import Campaign
from frontdesk.mail.rendering import RenderError, render
from frontdesk.mail.template_types import TemplateType, known
from frontdesk.mail.tracking import links
from frontdesk.orgs.access import Actor
from frontdesk.orgs.models import Contact
from frontdesk.platform.errors import NotFound

MOST_LINKS = 200
# Clicks that a provider counted say which address, not which link of the mail.
_LINKS = """
select position, mode() within group (order by url), count(distinct url) > 1, count(*), count(distinct message_id)
from email_engagement
where campaign_id = %s and organization_id = %s and kind = 'click' and not is_machine
  and coalesce(variant, 0) = %s and locale = %s
group by position, case when position is null then url end order by 5 desc, 4 desc, 1 limit %s
"""


def describe(actor: Actor, campaign: Campaign, *, position: int, locale: str) -> dict[str, object]:
    """Of one variant in one language (empty: its main one). NotFound where the campaign has no such one."""
    snapshot = snapshots.of_campaign(campaign.id).get(position)
    if snapshot is None:
        raise NotFound("This campaign has not begun, or has no such variant.")
    chosen = locale or snapshot["default"]
    if chosen not in snapshots.locales(snapshot):
        raise NotFound(f"This campaign was not sent in “{chosen}”.")
    names = ("position", "url", "varies", "clicks", "people")
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, [campaign.id, campaign.organization_id, position, chosen, MOST_LINKS])
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {
        "variant": position,
        "locale": chosen,
        "locales": sorted(snapshots.locales(snapshot)),
        "links": rows,
        "link_map_html": draw(actor, snapshot[chosen], chosen),
    }


def draw(actor: Actor, entry: snapshots.Entry, locale: str) -> str:
    """The mail as the actor would have got it, with each link numbered; empty when it cannot be rendered."""
    type = TemplateType(entry["type"])
    somebody = Contact(email=actor.email, full_name=actor.full_name)
    data = {
        **sending.sample_data(actor, type, locale, entry["logo"]),
        **entry["data"],
        **personal.data_of(somebody, entry["names"]),
    }
    try:
        rendered = render(snapshots.source_of(entry, locale), data, strict=False, known=known(type))
    except RenderError:
        return ""
    return links.number_links(rendered.html)
