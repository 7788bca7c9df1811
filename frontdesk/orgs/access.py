"""Who acts, and what they may do. Roles are sets of permissions; an API key narrows its person's set.

A few permissions of a role are the platform's to decide: ``roles``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from frontdesk.orgs.models import Role
from frontdesk.platform.errors import Forbidden, NotSignedIn


class Permission(StrEnum):
    PEOPLE_READ = "people.read"
    PEOPLE_MANAGE = "people.manage"
    ORGANIZATION_MANAGE = "organization.manage"
    CONTACTS_READ = "contacts.read"
    CONTACTS_MANAGE = "contacts.manage"
    TEMPLATES_READ = "templates.read"
    TEMPLATES_MANAGE = "templates.manage"
    TEMPLATES_ACTIVATE = "templates.activate"
    MAIL_READ = "mail.read"
    MAIL_SEND = "mail.send"
    CAMPAIGNS_MANAGE = "campaigns.manage"
    UPLOADS_CREATE = "uploads.create"
    KEYS_MANAGE = "keys.manage"
    AUDIT_READ = "audit.read"
    AI_USE = "ai.use"
    AI_CLASSIFY = "ai.classify"
    AI_MANAGE = "ai.manage"
    AI_USAGE_READ = "ai.usage_read"
    PLATFORM_MANAGE = "platform.manage"


_AGENT = {
    Permission.PEOPLE_READ,
    Permission.CONTACTS_READ,
    Permission.CONTACTS_MANAGE,
    Permission.TEMPLATES_READ,
    Permission.MAIL_READ,
    Permission.MAIL_SEND,
    Permission.UPLOADS_CREATE,
    Permission.KEYS_MANAGE,
    Permission.AI_USE,
    Permission.AI_CLASSIFY,
}
_ADMIN = set(Permission) - {Permission.PLATFORM_MANAGE}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.SUPERADMIN: frozenset(Permission),
    Role.ADMIN: frozenset(_ADMIN),
    Role.AGENT: frozenset(_AGENT),
    Role.USER: frozenset({Permission.KEYS_MANAGE, Permission.AI_USE}),
}

# The platform's superadmin may give these to a role or take them away, for all organizations.
DECIDED_BY_PLATFORM = (Permission.TEMPLATES_MANAGE, Permission.TEMPLATES_ACTIVATE, Permission.MAIL_SEND)
DECIDED_ROLES = (Role.ADMIN, Role.AGENT)
Decided = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person of a request or job. ``org_id`` is None only for a superadmin outside any organization."""

    profile_id: UUID
    email: str
    full_name: str
    role: Role
    org_id: UUID | None
    permissions: frozenset[Permission]
    locale: str = "en"
    timezone: str = "UTC"
    api_key_id: UUID | None = None
    # Set while a superadmin is inside an organization: then `profile_id` is the superadmin and `role` is admin.
    impersonation_id: UUID | None = None
    ip_address: str | None = field(default=None, compare=False)
    # What the role may do before a key narrows it; left out: what the role comes with.
    of_role: frozenset[Permission] | None = None

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


def permissions_of(
    role: Role, scopes: list[str] | None = None, *, decided: Decided | None = None
) -> frozenset[Permission]:
    """What ``role`` may do, narrowed to ``scopes`` when they are given; unknown scopes count for nothing.

    ``decided``: what the platform decided of the role, by permission.
    """
    granted = PERMISSIONS[role]
    if decided and role in DECIDED_ROLES:
        given = {each for each in DECIDED_BY_PLATFORM if decided.get(each.value, each in granted)}
        granted = (granted - set(DECIDED_BY_PLATFORM)) | given
    return granted if scopes is None else frozenset(p for p in granted if p.value in scopes)


def require(actor: Actor | None, permission: Permission) -> Actor:
    """Raises NotSignedIn or Forbidden, which names the permission and who could give it."""
    if actor is None:
        raise NotSignedIn
    if permission not in actor.permissions:
        if permission in (PERMISSIONS[actor.role] if actor.of_role is None else actor.of_role):
            raise Forbidden(f"This API key lacks the scope {permission.value}. Make a key that has it.")
        if permission in DECIDED_BY_PLATFORM and actor.role in DECIDED_ROLES:
            raise Forbidden(
                f"Your role ({actor.role.value}) lacks the permission {permission.value}. "
                "The platform decides which roles have it: ask its superadmin."
            )
        raise Forbidden(f"Your role ({actor.role.value}) lacks the permission {permission.value}. Ask an admin.")
    return actor


def require_org(actor: Actor) -> UUID:
    """The actor's organization; Forbidden for a superadmin who has not entered one."""
    if actor.org_id is None:
        raise Forbidden("Enter an organization first: this belongs to one.", code="no-organization")
    return actor.org_id
