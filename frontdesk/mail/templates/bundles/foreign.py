"""What other programs export, as entries of an import."""

from django.utils.text import slugify

from frontdesk.mail.importing import Imported
from frontdesk.mail.models import TemplateCategory
from frontdesk.mail.template_types import TYPES, TemplateType
from frontdesk.mail.templates.bundles.model import Entry, Note, Picture
from frontdesk.orgs.models import Locale


def as_entry(number: int, imported: Imported, locale: Locale) -> Entry:
    """``locale``: where the source gives no hint of its own."""
    type = TemplateType(imported.type or TemplateType.CUSTOM)
    info = TYPES[type]
    name = " ".join(imported.name.split())[:255] or "Imported template"
    values: dict[str, object] = {
        "name": name,
        "description": "",
        "category": TemplateCategory(imported.category or info.category),
        "subject": " ".join(imported.subject.split())[:500],
        "preheader": " ".join(imported.preheader.split())[:300],
        "html_code": imported.html_code,
        "text_code": imported.text_code,
        "source_format": imported.source_format,
        "design": None,
        "from_email_address_type": info.from_email_address_type,
        "email_main_logo_image": "",
    }
    return Entry(
        entry=f"{number:03d}-{slugify(name)[:40] or 'template'}",
        type=type,
        locale=Locale(imported.locale or locale),
        values=values,
        pictures=tuple(Picture(image.marker, image.name, image.content) for image in imported.images),
        changes=tuple(Note(each.code, each.message, each.line, each.column, each.count) for each in imported.changes),
        # Its pictures are stored with it.
        problems=tuple(problem for problem in imported.problems if problem.code != "inline_image"),
    )
