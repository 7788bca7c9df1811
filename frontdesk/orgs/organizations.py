"""Organizations: made at sign-up, kept by their admins, overseen by superadmins."""

import secrets
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Organization, OrganizationType
from frontdesk.platform import events
from frontdesk.platform.errors import NotFound

RESERVED_SLUGS = frozenset(
    {"admin", "api", "app", "auth", "www", "mail", "superadmin", "support", "system", "frontdesk"}
)


def free_slug(name: str) -> str:
    """A slug made of ``name`` that nobody has; a short random tail where it is taken."""
    base = slugify(name)[:50].strip("-") or "organization"
    if base not in RESERVED_SLUGS and not Organization.objects.filter(slug=base).exists():
        return base
    return f"{base}-{secrets.token_hex(3)}"


def create_organization(
    name: str, *, type: str = OrganizationType.GENERAL, timezone: str = "UTC", locale: str = "en", **values: object
) -> Organization:
    """Makes an organization; the caller runs in sign-up's or the platform's binding."""
    organization = Organization(
        name=name,
        slug=free_slug(name),
        type=type,
        timezone=timezone,
        locale=locale,
        **values,
    )
    organization.save(force_insert=True)
    return organization


def get_organization(actor: Actor, organization_id: UUID) -> Organization:
    organization = Organization.objects.filter(id=organization_id).first()
    if organization is None:
        raise NotFound
    return organization


def get_own(actor: Actor) -> Organization:
    return get_organization(actor, access.require_org(actor))


def update_own(actor: Actor, changes: dict[str, object]) -> Organization:
    access.require(actor, Permission.ORGANIZATION_MANAGE)
    return _update(actor, get_own(actor), changes)


def update_any(actor: Actor, organization_id: UUID, changes: dict[str, object]) -> Organization:
    """Superadmins set what an organization may not set itself: its plan."""
    organization = get_organization(actor, organization_id)
    access.require(actor, Permission.PLATFORM_MANAGE)
    return _update(actor, organization, changes)


def _update(actor: Actor, organization: Organization, changes: dict[str, object]) -> Organization:
    if not changes:
        return organization
    for name, value in changes.items():
        setattr(organization, name, value)
    organization.save(update_fields=[*changes, "updated_at"])
    audit.record(
        actor,
        "organization.updated",
        object_type="organization",
        object_id=organization.id,
        label=organization.name,
        changes=changes,
        org_id=organization.id,
    )
    events.record("organization.updated", record_type="organization", record_id=organization.id, org_id=organization.id)
    return organization


def list_organizations(actor: Actor, *, words: str = "", plan: str = "", type: str = "") -> QuerySet[Organization]:
    access.require(actor, Permission.PLATFORM_MANAGE)
    organizations = Organization.objects.all()
    if words:
        organizations = organizations.filter(Q(name__icontains=words) | Q(slug__icontains=words))
    if plan:
        organizations = organizations.filter(plan=plan)
    if type:
        organizations = organizations.filter(type=type)
    return organizations
