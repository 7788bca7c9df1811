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
    name = _in_line(imported.name)[:255] or "Imported template"
    values: dict[str, object] = {
        "name": name,
        "description": "",
        "category": TemplateCategory(imported.category or info.category),
        "subject": _in_line(imported.subject)[:500],
        "preheader": _in_line(imported.preheader)[:300],
        "html_code": imported.html_code.replace("\0", ""),
        "text_code": imported.text_code.replace("\0", ""),
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


def _in_line(text: str) -> str:
    """Without what no line has: breaks, and control characters, some of which the database cannot keep."""
    return " ".join("".join(each if ord(each) > 31 and ord(each) != 127 else " " for each in text).split())
