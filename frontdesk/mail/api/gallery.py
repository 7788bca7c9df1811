"""The gallery of designs to start a template from."""

from dataclasses import asdict

from ninja import Router

from frontdesk.mail import gallery, sending
from frontdesk.mail.rendering import TemplateSource, render
from frontdesk.mail.schemas.gallery import GalleryPage, GalleryStarterOut
from frontdesk.orgs import access
from frontdesk.orgs.access import Permission
from frontdesk.orgs.auth import SIGNED_IN, ApiRequest
from frontdesk.orgs.models import Locale
from frontdesk.platform.errors import NotFound

router = Router(tags=["e-mail templates"], auth=SIGNED_IN)


@router.get("", response=GalleryPage)
def list_gallery(request: ApiRequest, locale: Locale = Locale.EN) -> dict[str, object]:
    """Designs made of blocks, ready to be filled. Those that most people want come first."""
    access.require(request.auth, Permission.TEMPLATES_READ)
    return {"items": gallery.list_starters(locale), "next_cursor": None}


@router.get("/{slug:slug}", response=GalleryStarterOut)
def get_gallery_starter(request: ApiRequest, slug: str, locale: Locale = Locale.EN) -> dict[str, object]:
    """One design with its source, and how it looks with your organization's name and colour."""
    access.require(request.auth, Permission.TEMPLATES_READ)
    starter = gallery.find_starter(slug, locale)
    if starter is None:
        raise NotFound("There is no such design.")
    source = TemplateSource(
        subject=starter.subject,
        preheader=starter.preheader,
        html_code=starter.html_code,
        source_format="visual",
        locale=locale,
    )
    rendered = render(source, sending.sample_data(request.auth, starter.type, locale, ""), strict=False)
    return {**asdict(starter), "preview_html": rendered.html}
