"""In whose name models write, and which of them: the person who let a campaign go, or who sent a mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from uuid import UUID

from frontdesk.ai.registry import lookup
from frontdesk.ai.targets import Person, Target
from frontdesk.mail.personalizing.plans import Plan
from frontdesk.mail.writing import choosing
from frontdesk.orgs.access import Actor, Permission, permissions_of
from frontdesk.orgs.models import Profile, Role
from frontdesk.platform import tenancy
from frontdesk.platform.errors import AppError, Forbidden

_MOST_FALLBACKS = 4


@dataclass(frozen=True, slots=True)
class Writer:
    """``dearest``: the prices of the dearest that may answer in the model's stead, itself among them."""

    person: Person
    target: Target
    dearest: Target = field(repr=False)


def find_actor(org_id: UUID, profile_id: UUID | None) -> Actor | None:
    """None for somebody who is gone, or does not belong here any more."""
    if profile_id is None:
        return None
    with tenancy.platform("the person in whose name a model writes"):
        found = Profile.objects.filter(id=profile_id, is_active=True).first()
    if found is None:
        return None
    is_ours = found.organization_id == org_id
    if not is_ours and found.role != Role.SUPERADMIN:
        return None
    role = Role(found.role) if is_ours else Role.ADMIN
    return Actor(
        profile_id=found.id,
        email=found.email,
        full_name=found.full_name,
        role=role,
        org_id=org_id,
        permissions=permissions_of(role),
        locale=found.locale,
    )


def find_writer(actor: Actor | None, plan: Plan) -> Writer:
    """Raises AppError, which says why the model cannot write for this person. Opens a transaction of its own."""
    if actor is None:
        raise Forbidden("Whoever let it go has no account here any more.", code="no-person")
    if not actor.may(Permission.AI_USE):
        raise Forbidden("Whoever let it go may not use models.", code="no-permission")
    person = lookup.person_of(actor)
    with lookup.acting(person):
        target = choosing.find_writer(actor, plan.model_type, plan.model_id)
        return Writer(person, target, _dearest([target, *_fallbacks(person, target)]))


def _fallbacks(person: Person, target: Target) -> Sequence[Target]:
    found: list[Target] = []
    last = target
    while last.fallback_id and len(found) < _MOST_FALLBACKS:
        try:
            last = lookup.find_target(person, last.model_type, model_id=last.fallback_id)
        except AppError:  # no model for this person: nobody falls back to it
            break
        found.append(last)
    return found


def _dearest(targets: Sequence[Target]) -> Target:
    return replace(
        targets[0],
        input_price=max(each.input_price or Decimal(0) for each in targets),
        output_price=max(each.output_price or Decimal(0) for each in targets),
    )
