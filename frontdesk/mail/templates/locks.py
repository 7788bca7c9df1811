"""Types of mail whose templates the platform keeps to itself: for all organizations, with exceptions either way.

Where a type is locked, the global default serves (or what ships), whatever the organization has of its own. Those can
still be read, tested, exported, deactivated, archived and deleted; they can neither be edited, activated, brought back
from the archive nor copied, and no new ones can be made. What is still active serves again once the lock is lifted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Now

from frontdesk.mail.models import EmailTypeLock
from frontdesk.mail.template_types import TemplateType
from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Organization
from frontdesk.platform import events
from frontdesk.platform.errors import Forbidden, NotFound

LOCKED, UNLOCKED = "template.locked", "template.unlocked"


@dataclass(frozen=True, slots=True)
class Lock:
    """A type that an organization may not override, and why."""

    type: TemplateType
    reason: str
    is_locked: bool = True

    @property
    def detail(self) -> str:
        label = self.type.value.replace("_", " ")
        because = f": {self.reason.rstrip('.')}." if self.reason else "."
        return (
            f"The platform has locked templates of the type “{label}”{because} "
            "The global default serves instead. Ask the platform's superadmin if you need your own."
        )


def _rows_for(org_id: UUID | None) -> Q:
    return Q(organization_id=org_id) | Q(organization_id__isnull=True)


def is_locked_for(org_id: UUID) -> Coalesce:
    """Whether the type of the outer template is locked for the organization, as a part of another query."""
    rows = EmailTypeLock.objects.filter(_rows_for(org_id), type=OuterRef("type"))
    decided = Subquery(rows.order_by(F("organization_id").asc(nulls_last=True)).values("is_locked")[:1])
    return Coalesce(decided, Value(False))


def find(org_id: UUID | None, types: Iterable[str]) -> dict[str, Lock]:
    """The locks that hold for an organization among ``types``, in one query; none without an organization.

    The organization's own row goes before the one for all.
    """
    return find_many([org_id], types)[org_id] if org_id else {}


def find_many(org_ids: Iterable[UUID], types: Iterable[str]) -> dict[UUID, dict[str, Lock]]:
    """The same for several organizations, still in one query."""
    wanted = set(org_ids)
    own: dict[UUID, dict[str, EmailTypeLock]] = {org_id: {} for org_id in wanted}
    for_all: dict[str, EmailTypeLock] = {}
    rows = Q(organization_id__in=wanted) | Q(organization_id__isnull=True)
    for row in EmailTypeLock.objects.filter(rows, type__in=set(types)):
        (own[row.organization_id] if row.organization_id else for_all)[row.type] = row
    return {
        org_id: {
            type: Lock(TemplateType(type), row.reason) for type, row in {**for_all, **rows_of}.items() if row.is_locked
        }
        for org_id, rows_of in own.items()
    }


def require_unlocked(actor: Actor, type: str) -> None:
    """Raises Forbidden (template-locked) where the type is locked for the actor's organization.

    Superadmins outside any organization are who locks: nothing is locked to them.
    """
    require_unlocked_for(actor.org_id, type)


def require_unlocked_for(org_id: UUID | None, type: str) -> None:
    lock = find(org_id, [type]).get(type)
    if lock is not None:
        raise Forbidden(lock.detail, code="template-locked", extra={"reason": lock.reason})


@dataclass(frozen=True, slots=True)
class OrganizationLock:
    """What holds for one organization instead of what holds for all."""

    id: UUID
    name: str
    is_locked: bool
    reason: str


@dataclass(frozen=True, slots=True)
class TypeLock:
    type: TemplateType
    is_locked: bool
    reason: str
    organizations: Sequence[OrganizationLock] = ()


def list_locks(actor: Actor) -> list[TypeLock]:
    """Every type with its exceptions for a superadmin; for others the types that are locked to them."""
    access.require(actor, Permission.TEMPLATES_READ)
    if actor.org_id is not None:
        found = find(actor.org_id, [type.value for type in TemplateType])
        return [TypeLock(lock.type, True, lock.reason) for lock in found.values()]
    rows: QuerySet[EmailTypeLock] = EmailTypeLock.objects.select_related("organization").order_by("organization__name")
    by_type: dict[str, list[EmailTypeLock]] = {}
    for row in rows:
        by_type.setdefault(row.type, []).append(row)
    return [_describe(type, by_type.get(type.value, [])) for type in TemplateType]


def _describe(type: TemplateType, rows: Sequence[EmailTypeLock]) -> TypeLock:
    for_all = next((row for row in rows if row.organization_id is None), None)
    exceptions = [
        OrganizationLock(row.organization.id, row.organization.name, row.is_locked, row.reason)
        for row in rows
        if row.organization is not None
    ]
    return TypeLock(type, for_all is not None and for_all.is_locked, for_all.reason if for_all else "", exceptions)


def set_lock(actor: Actor, type: TemplateType, *, is_locked: bool, reason: str, org_id: UUID | None) -> TypeLock:
    """Locks or unlocks a type, for all organizations or as an exception for one. Raises NotFound (organization)."""
    access.require(actor, Permission.PLATFORM_MANAGE)
    organization = _organization(org_id)
    EmailTypeLock.objects.update_or_create(
        organization=organization,
        type=type.value,
        defaults={"is_locked": is_locked, "reason": reason, "created_by_id": actor.profile_id, "updated_at": Now()},
    )
    _tell(actor, type, organization, is_locked=is_locked, changes={"is_locked": is_locked, "reason": reason})
    return _one(type)


def lift_lock(actor: Actor, type: TemplateType, *, org_id: UUID | None) -> TypeLock:
    """Removes an exception, or with no organization what holds for all. Raises NotFound when there is none."""
    access.require(actor, Permission.PLATFORM_MANAGE)
    organization = _organization(org_id)
    removed, _ = EmailTypeLock.objects.filter(organization=organization, type=type.value).delete()
    if not removed:
        raise NotFound("No lock of this type is set there.")
    left = _one(type)
    _tell(actor, type, organization, is_locked=organization is not None and left.is_locked, changes={"lifted": True})
    return left


def _one(type: TemplateType) -> TypeLock:
    rows = EmailTypeLock.objects.select_related("organization").filter(type=type.value)
    return _describe(type, list(rows.order_by("organization__name")))


def _organization(org_id: UUID | None) -> Organization | None:
    if org_id is None:
        return None
    organization = Organization.objects.filter(id=org_id).first()
    if organization is None:
        raise NotFound("There is no such organization.")
    return organization


def _tell(
    actor: Actor,
    type: TemplateType,
    organization: Organization | None,
    *,
    is_locked: bool,
    changes: dict[str, object],
) -> None:
    name = LOCKED if is_locked else UNLOCKED
    audit.record(
        actor,
        name,
        object_type="email_type_lock",
        object_id=type.value,
        label=f"{type.value} · {organization.name}" if organization else type.value,
        changes=changes,
        org_id=organization.id if organization else None,
    )
    events.record_for(_told(organization), name, record_type="email_template", record_id=f"type:{type.value}")


def _told(organization: Organization | None) -> list[UUID | None]:
    """Whose open pages must learn: the organization's, or everybody's; and the platform's own."""
    concerned = [organization.id] if organization else Organization.objects.values_list("id", flat=True)
    return [None, *concerned]
