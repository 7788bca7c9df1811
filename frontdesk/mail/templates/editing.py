"""Who may change which template, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q

from frontdesk.mail.models import EmailTemplate
from frontdesk.mail.templates import locks
from frontdesk.mail.templates.locks import Lock
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Role
from frontdesk.platform.errors import Conflict, Forbidden, NotFound

ACTIVE = (
    "This template is active, so what you change in it goes out at once. That takes the permission templates.activate: "
    "duplicate it and change the copy, or ask somebody who may activate."
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not edit a template, and what to do instead."""

    code: Literal["global", "locked", "role", "archived", "active"]
    detail: str


def own(actor: Actor) -> Q:
    """Rows of the actor's organization; of none, for a superadmin who is in none."""
    return Q(organization_id=actor.org_id)


def find_refusal(actor: Actor, template: EmailTemplate, lock: Lock | None) -> Refusal | None:
    if not actor.may(Permission.TEMPLATES_MANAGE):
        return Refusal("role", "Your role may read templates, not edit them. Ask an admin.")
    if template.organization_id is None and actor.role != Role.SUPERADMIN:
        return Refusal("global", "This is a global default. Duplicate it to make your organization's own.")
    if lock is not None and actor.org_id is not None:
        return Refusal("locked", lock.detail)
    if template.archived_at is not None:
        return Refusal("archived", "This template is archived. Bring it back first.")
    if template.is_active and not actor.may(Permission.TEMPLATES_ACTIVATE):
        return Refusal("active", ACTIVE)
    return None


def require_reviewer(actor: Actor, template: EmailTemplate) -> None:
    """What is active is changed and removed by those alone who may activate: nobody else decides what goes out.

    Raises Forbidden (template-active).
    """
    if template.is_active and not actor.may(Permission.TEMPLATES_ACTIVATE):
        raise Forbidden(ACTIVE, code="template-active")


def get_template(actor: Actor, template_id: int, *, without: Sequence[str] = ()) -> EmailTemplate:
    """One that the actor may see; ``without`` names columns that are not asked for. Raises NotFound."""
    access.require(actor, Permission.TEMPLATES_READ)
    found = EmailTemplate.objects.select_related("created_by", "organization").defer(*without)
    template = found.filter(id=template_id).first()
    if template is None:
        raise NotFound
    return template


def get_own(actor: Actor, template_id: int, *, of_locked_type: bool = False) -> EmailTemplate:
    """A template that the actor may dispose of, locked for the transaction; archived ones too.

    Raises NotFound, Forbidden (global-template, template-locked). ``of_locked_type``: also where the type is locked.
    """
    template = get_template(actor, template_id)
    access.require(actor, Permission.TEMPLATES_MANAGE)
    refusal = find_refusal(actor, template, None)
    if refusal is not None and refusal.code == "global":
        raise Forbidden(refusal.detail, code="global-template")
    if not of_locked_type:
        locks.require_unlocked(actor, template.type)
    # Locked only now: rows that one may not change cannot be seen to lock.
    locked = EmailTemplate.objects.select_for_update().filter(id=template_id).first()
    if locked is None:
        raise NotFound
    return locked


def require_unarchived(template: EmailTemplate) -> None:
    if template.archived_at is not None:
        raise Conflict("This template is archived. Bring it back before you change it.", code="template-archived")
