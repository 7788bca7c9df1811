"""The public page of a newsletter: what everybody may read, of nobody in particular.

Rendered with neutral values, its links as their author wrote them, without the way out that belongs to a recipient.
Whoever has the address may read it: it carries a secret that nobody guesses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from frontdesk.mail.campaigns import personal, snapshots
from frontdesk.mail.models import Campaign, CampaignState, CampaignVariant
from frontdesk.mail.rendering import RenderError, TemplateSource, render
from frontdesk.mail.template_types import TemplateType, known
from frontdesk.orgs.models import Contact
from frontdesk.platform import limits, tenancy
from frontdesk.platform.errors import TooMany

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
_NOTICE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{0}</title>'
    '<meta name="viewport" content="width=device-width"></head>'
    '<body style="font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem">'
    "<h1>{0}</h1><p>{1}</p></body></html>"
)
_GONE = _NOTICE.format("There is no such page", "Its sender has taken it down, or part of the address is missing.")
_SLOW = _NOTICE.format("Too many requests", "Wait a minute, then open the page again.")
# Of one address: an office behind it reads along, a script that tries tokens or wears the renderer out does not.
LIMIT = "300/m"


@dataclass(frozen=True, slots=True)
class _Page:
    """What is rendered, once no transaction is open any more."""

    source: TemplateSource
    data: dict[str, object]
    type: TemplateType


@require_safe
def serve(request: HttpRequest, token: str) -> HttpResponse:
    try:
        limits.check_address(request, what="campaign-pages", limit=LIMIT)
    except TooMany as error:
        return _refuse(_SLOW, 429, error.headers())
    with tenancy.platform("public page of a campaign"):
        rows = Campaign.objects.filter(archive_token=token, state__in=SHOWN)
        found = rows.values_list("organization_id", "id").first()
    if found is None:
        return _refuse(_GONE, 404)
    with tenancy.tenant(found[0]):
        page = _find_page(found[1], request.GET.get("lang", ""))
    html = _render(page) if page is not None else ""
    return HttpResponse(html, headers=_HEADERS) if html else _refuse(_GONE, 404)


def _refuse(html: str, status: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return HttpResponse(html, status=status, headers={**_HEADERS, "Cache-Control": "no-store", **(headers or {})})


def _find_page(campaign_id: UUID, locale: str) -> _Page | None:
    """Of the winner, else the first variant; None where nothing is frozen."""
    variants = CampaignVariant.objects.filter(campaign_id=campaign_id, snapshot__isnull=False)
    variant = variants.select_related("organization").order_by("-is_winner", "position").first()
    if variant is None:
        return None
    chosen = locale if locale in snapshots.locales(variant.snapshot) else variant.snapshot["default"]
    entry = variant.snapshot[chosen]
    reader = READER.get(chosen, READER["en"])
    data = {
        **snapshots.shared_data(variant.organization, entry, name=reader, address=""),
        **_neutral(reader, entry),
        "recipient": {"name": reader, "email": ""},
        "unsubscribe_url": _NOWHERE + "u",
        "preferences_url": _NOWHERE + "p",
        "view_in_browser_url": _NOWHERE + "b",
    }
    return _Page(snapshots.source_of(entry, chosen), data, TemplateType(entry["type"]))


def _render(page: _Page) -> str:
    """Empty where it cannot be rendered."""
    try:
        html = render(page.source, page.data, strict=False, known=known(page.type)).html
    except RenderError:
        return ""
    return _OF_RECIPIENT.sub("", html).replace("⟦", "").replace("⟧", "")


def _neutral(reader: str, entry: snapshots.Entry) -> dict[str, object]:
    nobody = Contact(email="", full_name=reader)
    data = personal.data_of(nobody, entry["names"])
    return {**data, "name": reader, "first_name": reader, "last_name": ""}
