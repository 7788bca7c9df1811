"""Whose settings the actor may see and change: the organization's, or outside of any the deployment's."""

from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.platform.errors import NotFound

Row = TypeVar("Row", bound=Model)


def require(actor: Actor) -> None:
    """Who is inside an organization manages its mail; a superadmin outside of any, the deployment's."""
    access.require(actor, Permission.ORGANIZATION_MANAGE if actor.org_id else Permission.PLATFORM_MANAGE)


def owned_by(actor: Actor) -> Q:
    """Rows of the actor's organization alone, or the deployment's alone: superadmins see those of everybody."""
    return owned(actor.org_id)


def owned(org_id: UUID | None) -> Q:
    return Q(organization_id=org_id) if org_id else Q(organization_id__isnull=True)


def get(actor: Actor, rows: QuerySet[Row], key: UUID, *, what: str) -> Row:
    """Raises NotFound, then Forbidden."""
    row = rows.filter(owned_by(actor), id=key).first()
    if row is None:
        raise NotFound(f"There is no such {what} here.")
    require(actor)
    return row


def get_to_edit(actor: Actor, rows: QuerySet[Row], key: UUID, *, what: str) -> Row:
    """Both are raised before anything is locked."""
    get(actor, rows, key, what=what)
    return get(actor, rows.select_for_update(), key, what=what)


def public_host() -> str:
    """The name under which the internet knows this installation."""
    return settings.PUBLIC_URL.partition("://")[2].partition("/")[0].rpartition("@")[2].rsplit(":", 1)[0].lower()
