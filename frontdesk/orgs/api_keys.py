"""API keys: made by a person, narrower than the person, shown once."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from frontdesk.orgs import access, audit, roles
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import ApiKey, Profile, Role
from frontdesk.platform.errors import BadInput, NotFound

KEY_PREFIX = "fd_"


def check_scopes(role: Role, scopes: list[str]) -> list[str]:
    """The scopes in a stable order; BadInput for one that is unknown or beyond the person's role."""
    allowed = {permission.value for permission in roles.granted(role)}
    wrong = sorted(set(scopes) - allowed)
    if wrong:
        known = ", ".join(sorted(allowed))
        raise BadInput.field("scopes", f"Not scopes of a {role.value}: {', '.join(wrong)}. Choose from: {known}.")
    return sorted(set(scopes))


def issue(profile: Profile, *, name: str, scopes: list[str], expires_in_days: int | None = None) -> tuple[ApiKey, str]:
    """Makes a key of ``profile``: the row and the key itself, which is not kept."""
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        organization_id=profile.organization_id,
        profile=profile,
        name=name,
        prefix=key[:9],
        key_hash=hashlib.sha256(key.encode()).digest(),
        scopes=check_scopes(Role(profile.role), scopes),
        expires_at=timezone.now() + timedelta(days=expires_in_days) if expires_in_days else None,
    )
    return row, key


def create(actor: Actor, *, name: str, scopes: list[str], expires_in_days: int | None = None) -> tuple[ApiKey, str]:
    access.require(actor, Permission.KEYS_MANAGE)
    beyond = sorted(set(scopes) - {permission.value for permission in actor.permissions})
    if beyond:
        raise BadInput.field("scopes", f"You do not have these yourself: {', '.join(beyond)}.")
    profile = Profile.objects.get(id=actor.profile_id)
    row, key = issue(profile, name=name, scopes=scopes, expires_in_days=expires_in_days)
    audit.record(
        actor, "api_key.created", object_type="api_key", object_id=row.id, label=name, changes={"scopes": row.scopes}
    )
    return row, key


def list_keys(actor: Actor) -> QuerySet[ApiKey]:
    """One's own keys; an admin sees the organization's."""
    access.require(actor, Permission.KEYS_MANAGE)
    keys = ApiKey.objects.select_related("profile")
    return keys if actor.may(Permission.PEOPLE_MANAGE) else keys.filter(profile_id=actor.profile_id)


def revoke(actor: Actor, key_id: UUID) -> None:
    key = list_keys(actor).filter(id=key_id).first()
    if key is None:
        raise NotFound
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        audit.record(actor, "api_key.revoked", object_type="api_key", object_id=key.id, label=key.name)
