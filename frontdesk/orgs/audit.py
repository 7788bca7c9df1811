"""The record of every administrative act, written in the transaction of the act."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import AuditEntry
from frontdesk.platform import tenancy


def record(
    actor: Actor | None,
    action: str,
    *,
    object_type: str,
    object_id: object = "",
    label: str = "",
    changes: dict[str, object] | None = None,
    org_id: UUID | None = None,
) -> None:
    """Notes who did what. ``changes`` names fields with their new values; secrets and mail bodies never go in."""
    AuditEntry.objects.create(
        organization_id=org_id or (actor.org_id if actor else tenancy.require_current().org_id),
        actor_id=actor.profile_id if actor else None,
        # The organization cannot see a superadmin's profile, but it shall see who was in its house.
        actor_label=(actor.full_name or actor.email) if actor else "",
        impersonator_id=actor.profile_id if actor and actor.impersonation_id else None,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        object_label=label[:200],
        changes=changes or {},
        ip_address=actor.ip_address if actor else None,
    )


def list_entries(
    actor: Actor,
    *,
    words: str = "",
    action: str = "",
    actor_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEntry]:
    access.require(actor, Permission.AUDIT_READ)
    entries = AuditEntry.objects.select_related("actor")
    if words:
        entries = entries.filter(
            Q(object_label__icontains=words) | Q(action__icontains=words) | Q(actor_label__icontains=words)
        )
    if action:
        entries = entries.filter(action=action)
    if actor_id:
        entries = entries.filter(actor_id=actor_id)
    if since:
        entries = entries.filter(created_at__gte=since)
    if until:
        entries = entries.filter(created_at__lt=until)
    return entries
