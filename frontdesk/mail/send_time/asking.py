"""Send times for people who ask: of one recipient, and of the organization."""

from uuid import UUID

from django.utils import timezone

from frontdesk.mail.models import HourProfile
from frontdesk.mail.send_time import beliefs, model, predicting, telling, zones
from frontdesk.mail.send_time.predicting import Prediction
from frontdesk.mail.send_time.quiet import Quiet
from frontdesk.orgs import access, contacts
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Contact, Profile
from frontdesk.platform.errors import BadInput, NotFound


def get_best_time(actor: Actor, *, contact_id: UUID | None, email: str | None) -> dict[str, object]:
    """NotFound for who is neither a contact nor a person of the organization, as after they were erased."""
    access.require(actor, Permission.CONTACTS_READ)
    org_id = access.require_org(actor)
    if (contact_id is None) == (email is None):
        raise BadInput.field("contact_id", "Say whose: give contact_id or email.")
    person = contacts.get_contact(actor, contact_id) if contact_id else find_person(org_id, email or "")
    if person is None:
        raise NotFound(f"Your organization has no contact or person with the address {email}.")
    return present(predicting.predict(person, timezone.now()))


def find_person(org_id: UUID, email: str) -> Contact | Profile | None:
    contact: Contact | None = Contact.objects.filter(email=email).first()
    return contact or Profile.objects.filter(organization_id=org_id, email=email, is_active=True).first()


def present(found: Prediction) -> dict[str, object]:
    return {
        "hour": found.hour,
        "at": found.at,
        "timezone": found.timezone,
        "lift": found.lift.value,
        "lift_low": found.lift.low,
        "lift_high": found.lift.high,
        "basis": found.basis,
        "opens": found.opens,
        "words": telling.tell(found),
    }


def get_best_times(actor: Actor) -> dict[str, object]:
    access.require(actor, Permission.MAIL_READ)
    org_id = access.require_org(actor)
    known, wanted = beliefs.of_organization(org_id), predicting.quiet_of(org_id)
    allowed = [hour for hour in range(model.HOURS) if not wanted.holds(hour)]
    counted = HourProfile.objects.filter(organization_id=org_id).order_by("-updated_at")
    return {
        "hours": _hours(known, wanted, allowed),
        "best_hour": model.best_of(known.organization, allowed),
        "basis": known.basis,
        "opens": known.opens,
        "quiet_from": wanted.start,
        "quiet_until": wanted.end,
        "timezone": zones.of_organization(org_id).key,
        "updated_at": counted.values_list("updated_at", flat=True).first(),
        "words": f"Hours are on the recipients' clocks; {telling.tell_basis(known.basis, known.opens)}.",
    }


def _hours(known: beliefs.Beliefs, wanted: Quiet, allowed: list[int]) -> list[dict[str, object]]:
    own, platform = (_against_best(belief, allowed) for belief in (known.organization, known.platform))
    return [
        {
            "hour": hour,
            "opens": round(known.of_organization.opened_at[hour]),
            "sends": round(known.of_organization.sends[hour]),
            "value": own[hour],
            "platform_value": platform[hour],
            "is_quiet": wanted.holds(hour),
        }
        for hour in range(model.HOURS)
    ]


def _against_best(belief: model.Belief, allowed: list[int]) -> list[float]:
    found = model.values(belief)
    best = max(found[hour] for hour in allowed)
    return [round(value / best, 3) for value in found]
