"""Whom a global default serves: the organizations without an active template of their own, and those that may not."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from frontdesk.mail.models import EmailTemplate, EmailTypeLock
from frontdesk.mail.templates import editing
from frontdesk.orgs import access
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Organization
from frontdesk.platform.errors import Conflict

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Reached:
    id: UUID
    name: str
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Overriding:
    id: UUID
    name: str
    template_id: int


@dataclass(frozen=True, slots=True)
class Reach:
    """``total`` and ``total_overriding`` count all; at most 500 of each are listed, by name."""

    total: int
    total_overriding: int
    organizations: list[Reached]
    overriding: list[Overriding]


def find_reach(actor: Actor, template_id: int) -> Reach:
    """Whom a global default serves, or would if it were active, when they write to somebody in its language.

    Raises NotFound, and Conflict for a template of an organization.
    """
    template = editing.get_template(actor, template_id)
    access.require(actor, Permission.PLATFORM_MANAGE)
    if template.organization_id is not None:
        raise Conflict("Only global defaults reach other organizations.", code="not-global")
    organizations = _with_own(template)
    overrides = Q(own__isnull=False, locked=False)
    reached, overriding = organizations.exclude(overrides), organizations.filter(overrides)
    listed = reached.values_list("id", "name", "locked")[:MOST_LISTED]  # type: ignore[misc]  # an annotation
    own = overriding.values_list("id", "name", "own")[:MOST_LISTED]  # type: ignore[misc]  # an annotation
    return Reach(
        total=reached.count(),
        total_overriding=overriding.count(),
        organizations=[Reached(*row) for row in listed],
        overriding=[Overriding(*row) for row in own],
    )


def _with_own(template: EmailTemplate) -> "QuerySet[Organization, Organization]":
    """Organizations with what of their own would serve instead, and whether the type is locked for them."""
    locales = [template.locale, OuterRef("locale")]
    own = EmailTemplate.objects.filter(
        organization_id=OuterRef("pk"), type=template.type, is_active=True, locale__in=locales
    )
    locks = EmailTypeLock.objects.filter(
        Q(organization_id=OuterRef("pk")) | Q(organization_id__isnull=True), type=template.type
    ).order_by(F("organization_id").asc(nulls_last=True))
    locked = Coalesce(Subquery(locks.values("is_locked")[:1]), Value(False))
    with_own = Organization.objects.annotate(own=Subquery(own.order_by("-updated_at").values("id")[:1]), locked=locked)
    return with_own.order_by("name", "id")
