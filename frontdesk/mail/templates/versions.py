"""Earlier versions of templates: each is the whole content as it was saved."""

from dataclasses import dataclass

from django.db.models import QuerySet

from frontdesk.mail.models import EmailTemplate, EmailTemplateVersion
from frontdesk.mail.templates import editing
from frontdesk.orgs.access import Actor
from frontdesk.platform.errors import NotFound

# A change of these makes a version; the rest (active, category, …) does not change what a mail says.
CONTENT = ("name", "description", "subject", "preheader", "html_code", "text_code", "source_format", "design")


@dataclass(frozen=True, slots=True)
class Writers:
    """The models that wrote a version and its subject, by name; empty: a person did.

    ``subject`` None: whoever wrote the version, if the subject is new in it.
    """

    version: str = ""
    subject: str | None = None


BY_HAND = Writers()


def keep_version(actor: Actor, template: EmailTemplate, writers: Writers = BY_HAND) -> None:
    subject = writers.subject
    if subject is None:
        subject = _subject_writer(template, writers.version)
    EmailTemplateVersion.objects.create(
        organization_id=template.organization_id,
        template=template,
        version=template.version,
        created_by_id=actor.profile_id,
        ai_model=writers.version,
        subject_ai_model=subject,
        **content_of(template),
    )


def _subject_writer(template: EmailTemplate, writer: str) -> str:
    """Carried on as long as nobody changes the subject."""
    earlier = EmailTemplateVersion.objects.filter(template=template).order_by("-version")
    last = earlier.values_list("subject", "subject_ai_model").first()
    return last[1] if last and last[0] == template.subject else writer


def writers_of(template: EmailTemplate) -> Writers:
    """Of the newest version, for a copy of it."""
    newest = EmailTemplateVersion.objects.filter(template=template, version=template.version).first()
    return Writers(newest.ai_model, newest.subject_ai_model) if newest else BY_HAND


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
