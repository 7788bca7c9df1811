"""E-mail templates: written, activated, archived. One active per organization, type and locale."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from frontdesk.mail import problems, serving
from frontdesk.mail.models import EmailTemplate
from frontdesk.mail.rendering import Problem
from frontdesk.mail.template_types import TemplateType
from frontdesk.mail.templates import checking, drafts, editing, locks, versions
from frontdesk.mail.templates.versions import BY_HAND, CONTENT, Writers
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Role
from frontdesk.platform import events, stale_versions
from frontdesk.platform.errors import BadInput, Conflict, Forbidden

MAX_SOURCE_BYTES = 1024 * 1024
# What a copy takes over besides the content.
SETTINGS = ("type", "category", "locale", "from_email_address_type", "email_main_logo_image")
# Switches of the library; what an editor holds unsaved is no less unsaved after them.
SWITCHES = frozenset({"is_active", "is_default"})


def find_problems(template: EmailTemplate) -> list[Problem]:
    return checking.find_problems(serving.source_of(template), TemplateType(template.type), template.category)


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


def create_template(actor: Actor, values: dict[str, object], *, writers: Writers = BY_HAND) -> EmailTemplate:
    """Makes an inactive template of the actor's organization, or a global default when a superadmin is in none."""
    return create_in(actor, actor.org_id, values, writers=writers)


def create_in(
    actor: Actor, org_id: UUID | None, values: dict[str, object], *, writers: Writers = BY_HAND
) -> EmailTemplate:
    """The same in an organization that the caller has found the actor to have a say in."""
    access.require(actor, Permission.TEMPLATES_MANAGE)
    template = EmailTemplate(organization_id=org_id, created_by_id=actor.profile_id, **values)
    locks.require_unlocked(actor, template.type)
    if template.is_default and actor.role != Role.SUPERADMIN:
        raise Forbidden("Only a superadmin marks system defaults.")
    _check_size(template)
    template.save(force_insert=True)
    versions.keep_version(actor, template, writers)
    tell(actor, "created", template)
    return editing.get_template(actor, template.id)


def update_template(
    actor: Actor,
    template_id: int,
    changes: dict[str, object],
    *,
    version: int,
    keep_draft: bool = False,
    writers: Writers = BY_HAND,
) -> EmailTemplate:
    """Saves changes made on top of ``version``; Conflict when somebody has saved since.

    What the actor had typed and not saved is forgotten unless ``keep_draft``.
    """
    if changes.get("is_active"):
        hold_changes_to([template_id])
    switched_off = changes == {"is_active": False}
    template = editing.get_own(actor, template_id, of_locked_type=switched_off)
    editing.require_unarchived(template)
    stale_versions.refuse(template.version, opened=version)
    edited = {name: value for name, value in changes.items() if getattr(template, name) != value}
    _check_switches(actor, edited)
    if edited:
        if "is_active" not in edited:
            editing.require_reviewer(actor, template)
        _apply(actor, template, edited, writers)
    if set(changes) - SWITCHES and not keep_draft:
        drafts.forget_content(actor, template)
    return editing.get_template(actor, template_id)


def _check_switches(actor: Actor, edited: dict[str, object]) -> None:
    if "is_default" in edited and actor.role != Role.SUPERADMIN:
        raise Forbidden("Only a superadmin marks system defaults.")
    if "is_active" in edited:
        access.require(actor, Permission.TEMPLATES_ACTIVATE)


def _apply(actor: Actor, template: EmailTemplate, edited: dict[str, object], writers: Writers) -> None:
    for name, value in edited.items():
        setattr(template, name, value)
    _check_size(template)
    if template.is_active:
        _check_can_serve(template)
    _save(template, edited)
    if set(edited) & set(CONTENT):
        versions.keep_version(actor, template, writers)
    tell(actor, _verb(edited, template), template, {"fields": sorted(edited)})


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
            if edited.get("is_active"):
                _deactivate_others(template)
            template.save(update_fields=fields)
    except IntegrityError as error:
        raise Conflict("Another template of this type was activated at the same moment. Try again.") from error


def hold_changes(org_ids: Iterable[UUID | None]) -> None:
    """What changes several rows (an activation, a bulk change, an import) waits for the others of its organizations, or
    they would wait for each other crosswise. Taken before any row is locked, held to the transaction's end."""
    keys = sorted({f"email-templates:{org_id}" for org_id in org_ids})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def hold_changes_to(template_ids: Iterable[int]) -> None:
    """The same for the organizations of these templates: a superadmin from outside waits for their people too."""
    hold_changes(EmailTemplate.objects.filter(id__in=list(template_ids)).values_list("organization_id", flat=True))


def _deactivate_others(template: EmailTemplate) -> None:
    if template.type == TemplateType.CUSTOM:
        return
    others = EmailTemplate.objects.filter(
        organization=template.organization, type=template.type, locale=template.locale, is_active=True
    )
    others.exclude(id=template.id).update(is_active=False)


def archive_template(actor: Actor, template_id: int) -> EmailTemplate:
    """Takes it off the shelf: inactive, out of lists, still there with its versions."""
    template = editing.get_own(actor, template_id, of_locked_type=True)
    editing.require_reviewer(actor, template)
    if template.archived_at is None:
        EmailTemplate.objects.filter(id=template.id).update(archived_at=Now(), is_active=False)
        tell(actor, "archived", template)
    return editing.get_template(actor, template_id)


def unarchive_template(actor: Actor, template_id: int) -> EmailTemplate:
    """Brings it back, inactive."""
    template = editing.get_own(actor, template_id)
    if template.archived_at is not None:
        EmailTemplate.objects.filter(id=template.id).update(archived_at=None)
        tell(actor, "unarchived", template)
    return editing.get_template(actor, template_id)


def delete_template(actor: Actor, template_id: int) -> None:
    """Removes it with its versions; mails that were sent with it stay."""
    template = editing.get_own(actor, template_id, of_locked_type=True)
    editing.require_reviewer(actor, template)
    tell(actor, "deleted", template)
    template.delete()


def duplicate_template(actor: Actor, template_id: int) -> EmailTemplate:
    """An inactive copy in the actor's organization; also the way to start from a global default."""
    original = editing.get_template(actor, template_id)
    values = copy_values(original) | {"name": f"{original.name[:240]} (copy)"}
    return create_template(actor, values, writers=versions.writers_of(original))


def copy_values(original: EmailTemplate) -> dict[str, object]:
    return versions.content_of(original) | {name: getattr(original, name) for name in SETTINGS}


def restore_version(actor: Actor, template_id: int, number: int, *, version: int) -> EmailTemplate:
    """Makes an earlier version the newest again; nothing is lost, the restored one gets a number of its own."""
    earlier = versions.get_version(actor, template_id, number)
    writers = Writers(earlier.ai_model, earlier.subject_ai_model)
    return update_template(actor, template_id, versions.content_of(earlier), version=version, writers=writers)


def tell(actor: Actor, verb: str, template: EmailTemplate, changes: dict[str, object] | None = None) -> None:
    """Notes it in the template's organization, also when a superadmin did it from outside."""
    audit.record(
        actor,
        f"template.{verb}",
        object_type="email_template",
        object_id=template.id,
        label=template.name,
        changes=changes,
        org_id=template.organization_id,
    )
    events.record(
        f"template.{verb}", record_type="email_template", record_id=template.id, org_id=template.organization_id
    )
