"""The hour at which a person is likely to open a mail, within a day from now and outside of their quiet hours."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from frontdesk.mail import mail_settings
from frontdesk.mail.send_time import beliefs, clocks, model, openings, quiet, zones
from frontdesk.mail.send_time.beliefs import Basis, Beliefs
from frontdesk.mail.send_time.model import Belief, Lift
from frontdesk.mail.send_time.quiet import Quiet
from frontdesk.orgs.models import Contact, Profile
from frontdesk.platform import tenancy

_OWN = f"""
with {openings.CLOCKS}
select {openings.SENT} %% 24 * 24 + {openings.OPENED} %% 24
from (select message_id, min(created_at) as at from email_engagement
  where contact_id = %(contact)s and kind = 'open' and not is_machine and created_at > %(since)s
  group by message_id) o
join email_message m on m.id = o.message_id and m.sent_at is not null and not m.is_test
join clocks k on k.zone = '' and o.at >= k.starts and o.at < k.ends
where {openings.OPENED} - {openings.SENT} between 0 and 23
"""  # noqa: S608 - constants, not data


@dataclass(frozen=True, slots=True)
class Prediction:
    """``hour`` is on the recipient's clock. ``lift`` is against sending now, whatever hour that is."""

    hour: int
    at: datetime
    timezone: str
    lift: Lift
    basis: Basis
    # Of that basis: openings that it rests on.
    opens: int


def predict(person: Contact | Profile | None, now: datetime) -> Prediction:
    """In the bound organization; of nobody known it says what holds for the organization."""
    org_id = tenancy.current_org_id()
    known, zone = beliefs.of_organization(org_id), _zone_of(person, org_id)
    contact = find_contact(person)
    own = list_openings(contact, zone, now) if contact else []
    belief = model.Reader(known.organization).read(own)
    return _choose(belief, known, own, zone, quiet_of(org_id), now)


def _choose(belief: Belief, known: Beliefs, own: list[int], zone: ZoneInfo, wanted: Quiet, now: datetime) -> Prediction:
    slots = quiet.slots(now, zone, wanted)
    hour = model.best_of(belief, [slot.hour for slot in slots])
    return Prediction(
        hour,
        next(slot.at for slot in slots if slot.hour == hour),
        zone.key,
        model.lift(belief, hour, now.astimezone(zone).hour),
        Basis.RECIPIENT if own else known.basis,
        len(own) or known.opens,
    )


def quiet_of(org_id: UUID) -> Quiet:
    wanted = mail_settings.of_organization(org_id)
    return Quiet(wanted.quiet_from, wanted.quiet_until)


def find_contact(person: Contact | Profile | None) -> Contact | None:
    """A person with a sign-in reads mail as the contact they are."""
    if not isinstance(person, Profile):
        return person
    contacts = Contact.objects.filter(email=person.email)
    found: Contact | None = contacts.first() or Contact.objects.filter(profile=person).order_by("created_at").first()
    return found


def _zone_of(person: Contact | Profile | None, org_id: UUID) -> ZoneInfo:
    return clocks.zone_named(person.timezone if person else "", zones.of_organization(org_id))


def list_openings(contact: Contact, zone: ZoneInfo, now: datetime) -> list[int]:
    """As ``model.Reader.read`` takes them."""
    since = now - openings.WINDOW_OF_PERSON
    values: dict[str, Any] = {"contact": contact.id, "since": since, **openings.clock_values([], zone, since, now)}
    with connection.cursor() as cursor:
        cursor.execute(_OWN, values)
        return [int(opening) for (opening,) in cursor.fetchall()]
