"""Designs to start from."""

from ninja import Schema

from frontdesk.mail.models import TemplateCategory
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs.models import Locale


class GalleryItemOut(Schema):
    slug: str
    name: str
    description: str
    type: TemplateType
    category: TemplateCategory
    tags: list[str]
    locale: Locale
    locales: list[Locale]


class GalleryPage(Schema):
    items: list[GalleryItemOut]
    next_cursor: str | None = None


class GalleryStarterOut(GalleryItemOut):
    subject: str
    preheader: str
    html_code: str
    preview_html: str
