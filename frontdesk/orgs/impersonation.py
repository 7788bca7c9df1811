"""Superadmins enter an organization to help: for a stated time and reason, on record in both houses."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from frontdesk.orgs import access, audit, organizations
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Impersonation
from frontdesk.platform.errors import Conflict


def enter(actor: Actor, organization_id: UUID, *, minutes: int, reason: str) -> Impersonation:
    """Begins a stay of 5 to 240 minutes. Conflict for an API key, which has no session to carry it."""
    access.require(actor, Permission.PLATFORM_MANAGE)
    if actor.api_key_id:
        raise Conflict("An API key cannot enter an organization. Sign in with a browser.")
    organization = organizations.get_organization(actor, organization_id)
    stay = Impersonation.objects.create(
        organization=organization,
        superadmin_id=actor.profile_id,
        reason=reason,
        expires_at=timezone.now() + timedelta(minutes=minutes),
    )
    audit.record(
        actor,
        "impersonation.started",
        object_type="organization",
        object_id=organization.id,
        label=organization.name,
        changes={"minutes": minutes, "reason": reason},
        org_id=organization.id,
    )
    return stay


def leave(actor: Actor) -> None:
    if actor.impersonation_id is None:
        raise Conflict("You are in no organization.")
    Impersonation.objects.filter(id=actor.impersonation_id, ended_at__isnull=True).update(ended_at=timezone.now())
    audit.record(actor, "impersonation.ended", object_type="organization", object_id=actor.org_id or "")
