"""What the platform decides of roles: who may edit templates, activate them and send mail, in every organization.

Few rows, read by whoever identifies a caller in the statement that does so anyway: a change holds from the next request
on, in every process.
"""

from collections.abc import Mapping
from typing import LiteralString

from django.db.models.functions import Now

from frontdesk.orgs import access, audit
from frontdesk.orgs.access import DECIDED_BY_PLATFORM, DECIDED_ROLES, Actor, Permission
from frontdesk.orgs.models import Organization, Role, RolePermission
from frontdesk.platform import events

# A column for the statement that binds a session: what is decided of one role, as a JSON object.
DECIDED: LiteralString = (
    "(select coalesce(jsonb_object_agg(permission, is_granted), '{}') from role_permissions where role = %s)"
)
# By permission, then by role.
Decisions = Mapping[str, Mapping[str, bool]]


def _read() -> dict[Role, dict[str, bool]]:
    decided: dict[Role, dict[str, bool]] = {role: {} for role in Role}
    for row in RolePermission.objects.all():
        decided[Role(row.role)][row.permission] = row.is_granted
    return decided


def granted(role: Role) -> frozenset[Permission]:
    return access.permissions_of(role, decided=_read()[role])


def granted_to_all() -> dict[Role, frozenset[Permission]]:
    decided = _read()
    return {role: access.permissions_of(role, decided=decided[role]) for role in Role}


def list_decisions(actor: Actor) -> list[dict[str, object]]:
    access.require(actor, Permission.PLATFORM_MANAGE)
    return _describe()


def _describe() -> list[dict[str, object]]:
    granted = granted_to_all()
    return [
        {"permission": each.value, "roles": {role.value: each in granted[role] for role in DECIDED_ROLES}}
        for each in DECIDED_BY_PLATFORM
    ]


def decide(actor: Actor, decisions: Decisions) -> list[dict[str, object]]:
    """Gives the roles these permissions or takes them away; what is not named stays."""
    access.require(actor, Permission.PLATFORM_MANAGE)
    before = granted_to_all()
    changes: dict[str, object] = {}
    for permission, by_role in decisions.items():
        for role, is_granted in by_role.items():
            if (Permission(permission) in before[Role(role)]) is is_granted:
                continue
            RolePermission.objects.update_or_create(
                role=role, permission=permission, defaults={"is_granted": is_granted, "updated_at": Now()}
            )
            changes[f"{role} {permission}"] = is_granted
    if changes:
        _tell(actor, changes)
    return _describe()


def _tell(actor: Actor, changes: dict[str, object]) -> None:
    audit.record(actor, "role_permission.changed", object_type="role_permission", changes=changes)
    everybody = [None, *Organization.objects.values_list("id", flat=True)]
    events.record_for(everybody, "role_permission.changed", record_type="role_permission", record_id="")
