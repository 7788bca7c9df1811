"""Earlier versions of templates: each is the whole content as it was saved."""

from django.db.models import QuerySet

from frontdesk.mail.models import EmailTemplate, EmailTemplateVersion
from frontdesk.mail.templates import editing
from frontdesk.orgs.access import Actor
from frontdesk.platform.errors import NotFound

# A change of these makes a version; the rest (active, category, …) does not change what a mail says.
CONTENT = ("name", "description", "subject", "preheader", "html_code", "text_code", "source_format", "design")


def keep_version(actor: Actor, template: EmailTemplate) -> None:
    EmailTemplateVersion.objects.create(
        organization_id=template.organization_id,
        template=template,
        version=template.version,
        created_by_id=actor.profile_id,
        **content_of(template),
    )


def content_of(template: EmailTemplate | EmailTemplateVersion) -> dict[str, object]:
    return {name: getattr(template, name) for name in CONTENT}


def list_versions(actor: Actor, template_id: int) -> QuerySet[EmailTemplateVersion]:
    template = editing.get_template(actor, template_id)
    versions: QuerySet[EmailTemplateVersion] = EmailTemplateVersion.objects.select_related("created_by")
    return versions.filter(template=template)


def get_version(actor: Actor, template_id: int, number: int) -> EmailTemplateVersion:
    version = list_versions(actor, template_id).filter(version=number).first()
    if version is None:
        raise NotFound(f"This template has no version {number}.")
    return version
