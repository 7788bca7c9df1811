"""Saved templates drawn with sample data: thumbnails, and earlier versions."""

import hashlib
from dataclasses import dataclass

from frontdesk.mail import problems, sending, serving
from frontdesk.mail.models import EmailTemplate, EmailTemplateVersion
from frontdesk.mail.rendering import RenderError, TemplateSource, preview
from frontdesk.mail.template_types import TemplateType, known
from frontdesk.mail.templates import editing, versions
from frontdesk.orgs.access import Actor


@dataclass(frozen=True, slots=True)
class Drawing:
    preview_html: str
    subject: str
    text: str


def get_tag(actor: Actor, template: EmailTemplate) -> str:
    """Stays the same as long as the drawing would: the template, and what of the organization and reader is in it."""
    facts = (template.id, template.updated_at.isoformat(), sorted(_common(actor, template).items()))
    return f'"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'


def _common(actor: Actor, template: EmailTemplate) -> dict[str, object]:
    type = TemplateType(template.type)
    return sending.common_of(sending.sample_data(actor, type, template.locale, template.email_main_logo_image))


def get_template(actor: Actor, template_id: int) -> EmailTemplate:
    return editing.get_template(actor, template_id)


def draw(actor: Actor, template: EmailTemplate) -> Drawing:
    """Raises BadInput (template-problems) for a draft that cannot be rendered."""
    return _draw(actor, template, serving.source_of(template))


def draw_version(actor: Actor, template_id: int, number: int) -> Drawing:
    version = versions.get_version(actor, template_id, number)
    return _draw(actor, version.template, _source_of(version))


def _source_of(version: EmailTemplateVersion) -> TemplateSource:
    return TemplateSource(
        subject=version.subject,
        preheader=version.preheader,
        html_code=version.html_code,
        text_code=version.text_code or None,
        source_format=version.source_format,  # type: ignore[arg-type]  # the column's closed set
        locale=version.template.locale,
    )


def _draw(actor: Actor, template: EmailTemplate, source: TemplateSource) -> Drawing:
    type = TemplateType(template.type)
    data = sending.sample_data(actor, type, template.locale, template.email_main_logo_image)
    try:
        rendered = preview(source, data, known=known(type))
    except RenderError as error:
        raise problems.as_bad_input(error) from error
    return Drawing(rendered.html, rendered.subject, rendered.text)
