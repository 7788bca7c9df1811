"""E-mail templates: written, versioned, activated. One active per organization, type and locale."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from frontdesk.mail import problems, serving
from frontdesk.mail.models import EmailMessage, EmailTemplate, EmailTemplateVersion
from frontdesk.mail.rendering import Problem, check
from frontdesk.mail.template_types import TemplateType, known
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Role
from frontdesk.platform import events
from frontdesk.platform.errors import BadInput, Conflict, Forbidden, NotFound

# A change of these makes a version; the rest (active, category, …) does not change what a mail says.
CONTENT = ("name", "description", "subject", "preheader", "html_code", "text_code", "source_format", "design")
MAX_SOURCE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Filters:
    words: str = ""
    type: str = ""
    category: str = ""
    locale: str = ""
    is_active: bool | None = None
    is_global: bool | None = None
    organization_id: UUID | None = None


def list_templates(actor: Actor, filters: Filters) -> QuerySet[EmailTemplate]:
    """The organization's own templates and the global defaults."""
    access.require(actor, Permission.TEMPLATES_READ)
    found: QuerySet[EmailTemplate] = EmailTemplate.objects.select_related("created_by")
    for name in ("type", "category", "locale"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    if filters.is_active is not None:
        found = found.filter(is_active=filters.is_active)
    if filters.is_global is not None:
        found = found.filter(organization__isnull=filters.is_global)
    if filters.organization_id:
        found = found.filter(organization_id=filters.organization_id)
    if filters.words:
        words = filters.words
        found = found.filter(Q(name__icontains=words) | Q(subject__icontains=words) | Q(html_code__icontains=words))
    return found


def count_use(template_ids: list[int]) -> dict[int, dict[str, int]]:
    """How many mails of each template were handed to the provider. Opens are counted once tracking is on."""
    went_out = Q(status__in=["sent", "delivered", "bounced", "complained"])
    rows = (
        EmailMessage.objects.filter(template_id__in=template_ids)
        .values("template_id")
        .annotate(sent=Count("id", filter=went_out))
    )
    return {row["template_id"]: {"sent": row["sent"], "opened": 0} for row in rows}


def get_template(actor: Actor, template_id: int) -> EmailTemplate:
    access.require(actor, Permission.TEMPLATES_READ)
    template = EmailTemplate.objects.select_related("created_by").filter(id=template_id).first()
    if template is None:
        raise NotFound
    return template


def can_edit(actor: Actor, template: EmailTemplate) -> bool:
    if template.organization_id is None:
        return actor.role == Role.SUPERADMIN
    return actor.may(Permission.TEMPLATES_MANAGE)


def _get_to_edit(actor: Actor, template_id: int) -> EmailTemplate:
    template = get_template(actor, template_id)
    access.require(actor, Permission.TEMPLATES_MANAGE)
    if not can_edit(actor, template):
        raise Forbidden(
            "This is a global default. Duplicate it to make your organization's own.", code="global-template"
        )
    # Locked only now: rows that one may not change cannot be seen to lock.
    locked = EmailTemplate.objects.select_for_update().filter(id=template_id).first()
    if locked is None:
        raise NotFound
    return locked


def find_problems(template: EmailTemplate) -> list[Problem]:
    return check(serving.source_of(template), known(TemplateType(template.type)), category=template.category)


def _check_size(template: EmailTemplate) -> None:
    for name in ("html_code", "text_code"):
        size = len(getattr(template, name).encode())
        if size > MAX_SOURCE_BYTES:
            raise BadInput.field(name, f"The template is {size // 1024} kB; the limit is 1024 kB. Link images instead.")


def _check_can_serve(template: EmailTemplate) -> None:
    """What is active must render: unknown placeholders and errors are refused, never mailed raw."""
    errors = [problem for problem in find_problems(template) if problem.level == "error"]
    if errors:
        raise problems.refusal(errors)


def create_template(actor: Actor, values: dict[str, object]) -> EmailTemplate:
    """Makes an inactive template of the actor's organization, or a global default when a superadmin is in none."""
    access.require(actor, Permission.TEMPLATES_MANAGE)
    template = EmailTemplate(organization_id=actor.org_id, created_by_id=actor.profile_id, **values)
    if template.is_default and actor.role != Role.SUPERADMIN:
        raise Forbidden("Only a superadmin marks system defaults.")
    _check_size(template)
    template.save(force_insert=True)
    _keep_version(actor, template)
    _tell(actor, "created", template)
    return get_template(actor, template.id)


def update_template(actor: Actor, template_id: int, changes: dict[str, object], *, version: int) -> EmailTemplate:
    """Saves changes made on top of ``version``; Conflict when somebody has saved since."""
    template = _get_to_edit(actor, template_id)
    if template.version != version:
        raise Conflict(
            f"Somebody saved version {template.version} after you opened version {version}. "
            "Compare, then save on top of the newest.",
            code="stale-version",
            extra={"current_version": template.version},
        )
    was_active = template.is_active
    if changes.get("is_default", template.is_default) != template.is_default and actor.role != Role.SUPERADMIN:
        raise Forbidden("Only a superadmin marks system defaults.")
    if "is_active" in changes and changes["is_active"] != was_active:
        access.require(actor, Permission.TEMPLATES_ACTIVATE)
    edited = {name: value for name, value in changes.items() if getattr(template, name) != value}
    for name, value in edited.items():
        setattr(template, name, value)
    if not edited:
        return get_template(actor, template_id)
    _check_size(template)
    if template.is_active:
        _check_can_serve(template)
    _save(template, edited)
    if set(edited) & set(CONTENT):
        _keep_version(actor, template)
    _tell(actor, _verb(edited, template), template, {"fields": sorted(edited)})
    return get_template(actor, template_id)


def _verb(edited: dict[str, object], template: EmailTemplate) -> str:
    if "is_active" not in edited:
        return "updated"
    return "activated" if template.is_active else "deactivated"


def _save(template: EmailTemplate, edited: dict[str, object]) -> None:
    fields = list(edited)
    if set(edited) & set(CONTENT):
        template.version += 1
        fields.append("version")
    try:
        with transaction.atomic():
            if template.is_active:
                _deactivate_others(template)
            template.save(update_fields=fields)
    except IntegrityError as error:
        raise Conflict("Another template of this type was activated at the same moment. Try again.") from error


def _deactivate_others(template: EmailTemplate) -> None:
    if template.type == TemplateType.CUSTOM:
        return
    others = EmailTemplate.objects.filter(
        organization=template.organization, type=template.type, locale=template.locale, is_active=True
    )
    others.exclude(id=template.id).update(is_active=False)


def delete_template(actor: Actor, template_id: int) -> None:
    """Removes it with its versions; mails that were sent with it stay."""
    template = _get_to_edit(actor, template_id)
    _tell(actor, "deleted", template)
    template.delete()


def duplicate_template(actor: Actor, template_id: int) -> EmailTemplate:
    """An inactive copy in the actor's organization; also the way to start from a global default."""
    original = get_template(actor, template_id)
    values: dict[str, object] = {name: getattr(original, name) for name in CONTENT}
    for name in ("type", "category", "locale", "from_email_address_type", "email_main_logo_image"):
        values[name] = getattr(original, name)
    values["name"] = f"{original.name[:240]} (copy)"
    return create_template(actor, values)


def _keep_version(actor: Actor, template: EmailTemplate) -> None:
    EmailTemplateVersion.objects.create(
        organization_id=template.organization_id,
        template=template,
        version=template.version,
        created_by_id=actor.profile_id,
        **{name: getattr(template, name) for name in CONTENT},
    )


def list_versions(actor: Actor, template_id: int) -> QuerySet[EmailTemplateVersion]:
    template = get_template(actor, template_id)
    versions: QuerySet[EmailTemplateVersion] = EmailTemplateVersion.objects.select_related("created_by")
    return versions.filter(template=template)


def get_version(actor: Actor, template_id: int, number: int) -> EmailTemplateVersion:
    version = list_versions(actor, template_id).filter(version=number).first()
    if version is None:
        raise NotFound(f"This template has no version {number}.")
    return version


def restore_version(actor: Actor, template_id: int, number: int, *, version: int) -> EmailTemplate:
    """Makes an earlier version the newest again; nothing is lost, the restored one gets a number of its own."""
    earlier = get_version(actor, template_id, number)
    return update_template(actor, template_id, {name: getattr(earlier, name) for name in CONTENT}, version=version)


def _tell(actor: Actor, verb: str, template: EmailTemplate, changes: dict[str, object] | None = None) -> None:
    audit.record(
        actor,
        f"template.{verb}",
        object_type="email_template",
        object_id=template.id,
        label=template.name,
        changes=changes,
    )
    events.record(f"template.{verb}", record_type="email_template", record_id=template.id)
