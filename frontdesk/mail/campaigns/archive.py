"""The public page of a newsletter: what everybody may read, of nobody in particular.

Rendered with neutral values, its links as their author wrote them, without the way out that belongs to a recipient.
Whoever has the address may read it: it carries a secret that nobody guesses.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from frontdesk.mail.campaigns import personal, snapshots
from frontdesk.mail.models import Campaign, CampaignState, CampaignVariant
from frontdesk.mail.rendering import RenderError, render
from frontdesk.mail.template_types import TemplateType, known
from frontdesk.orgs.models import Contact, Organization
from frontdesk.platform import tenancy

SHOWN = (CampaignState.SENDING, CampaignState.PAUSED, CampaignState.FINISHED, CampaignState.CANCELLED)
READER = {"en": "reader", "es": "lector"}
# Where the recipient's own links would lead; taken out with what stands in them.
_NOWHERE = "https://of-the-recipient.invalid/"
_OWN_LINK = rf'<a\b[^>]*\bhref="{re.escape(_NOWHERE)}[^>]*>(?:(?!<a\b).)*?</a\s*>'
_BETWEEN = r"(?:\s|&nbsp;)*(?:[·•|]|&middot;|&bull;)(?:\s|&nbsp;)*"
_OWN_LINKS = rf"{_OWN_LINK}(?:{_BETWEEN}{_OWN_LINK})*"
# With the dots that set them apart from one another and from what stands before or after them.
_OF_RECIPIENT = re.compile(rf"{_BETWEEN}{_OWN_LINKS}|{_OWN_LINKS}(?:{_BETWEEN})?", re.IGNORECASE | re.DOTALL)
_HEADERS = {
    # Nothing of it may run or be framed; a mail brings its own styles and pictures.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups "
    "allow-popups-to-escape-sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "public, max-age=60",
}
_GONE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>No such page</title>'
    '<meta name="viewport" content="width=device-width"></head>'
    '<body style="font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem">'
    "<h1>There is no such page</h1><p>Its sender has taken it down, or part of the address is missing.</p>"
    "</body></html>"
)


@require_safe
def serve(request: HttpRequest, token: str) -> HttpResponse:
    with tenancy.platform("public page of a campaign"):
        campaign = Campaign.objects.filter(archive_token=token, state__in=SHOWN).first()
        html = render_page(campaign, request.GET.get("lang", "")) if campaign is not None else ""
    if not html:
        return HttpResponse(_GONE, status=404, headers={**_HEADERS, "Cache-Control": "no-store"})
    return HttpResponse(html, headers=_HEADERS)


def render_page(campaign: Campaign, locale: str) -> str:
    """Of the winner, else the first variant; empty where nothing is frozen or it cannot be rendered."""
    variants = CampaignVariant.objects.filter(campaign=campaign, snapshot__isnull=False)
    variant = variants.order_by("-is_winner", "position").first()
    if variant is None:
        return ""
    chosen = locale if locale in snapshots.locales(variant.snapshot) else variant.snapshot["default"]
    entry = variant.snapshot[chosen]
    organization = Organization.objects.get(id=campaign.organization_id)
    reader = READER.get(chosen, READER["en"])
    data = {
        **snapshots.shared_data(organization, entry, name=reader, address=""),
        **_neutral(reader, entry),
        "recipient": {"name": reader, "email": ""},
        "unsubscribe_url": _NOWHERE + "u",
        "preferences_url": _NOWHERE + "p",
        "view_in_browser_url": _NOWHERE + "b",
    }
    try:
        type = TemplateType(entry["type"])
        html = render(snapshots.source_of(entry, chosen), data, strict=False, known=known(type)).html
    except RenderError:
        return ""
    return _OF_RECIPIENT.sub("", html).replace("⟦", "").replace("⟧", "")


def _neutral(reader: str, entry: snapshots.Entry) -> dict[str, object]:
    nobody = Contact(email="", full_name=reader)
    data = personal.data_of(nobody, entry["names"])
    return {**data, "name": reader, "first_name": reader, "last_name": ""}
