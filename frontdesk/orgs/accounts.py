"""People with a sign-in: made by sign-up, invitation, portal or the command line; kept by their admins."""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from frontdesk.orgs import access, audit
from frontdesk.orgs.access import Actor, Permission
from frontdesk.orgs.models import Contact, Organization, Profile, Role
from frontdesk.platform import events
from frontdesk.platform.errors import BadInput, Conflict, Forbidden, NotFound


def check_password_strength(password: str, profile: Profile | None = None) -> None:
    try:
        validate_password(password, profile)
    except ValidationError as error:
        raise BadInput(
            " ".join(error.messages), errors=[{"field": "password", "message": m} for m in error.messages]
        ) from error


def create_user(
    *,
    email: str,
    full_name: str,
    role: Role,
    organization: Organization | None,
    password: str,
    verified: bool = True,
    is_demo: bool = False,
    locale: str | None = None,
    timezone: str | None = None,
) -> Profile:
    """Makes a person with a sign-in. Raises BadInput, or Conflict when the address has a sign-in already.

    ``is_demo`` lets the published password pass. The caller runs in sign-up's, sign-in's or the platform's binding,
    which alone can see every address.
    """
    email = email.strip().lower()
    if Profile.objects.filter(email=email).exists():
        raise Conflict(f"{email} has a sign-in already. Sign in with it, or use another address.", code="email-taken")
    if (organization is None) != (role == Role.SUPERADMIN):
        raise BadInput.field("role", "A superadmin belongs to no organization; everybody else to one.")
    profile = Profile(
        email=email,
        full_name=full_name,
        role=role,
        organization=organization,
        locale=locale or (organization.locale if organization else "en"),
        timezone=timezone or (organization.timezone if organization else "UTC"),
    )
    if not is_demo:
        check_password_strength(password, profile)
    profile.set_password(password)
    profile.save(force_insert=True)
    EmailAddress.objects.create(user=profile, email=email, verified=verified, primary=True)
    return profile


def link_contact(profile: Profile) -> None:
    """A client who signs in keeps the one record that the organization has of their address."""
    if profile.role != Role.USER or profile.organization_id is None:
        return
    contact, _ = Contact.objects.get_or_create(
        organization_id=profile.organization_id,
        email=profile.email,
        defaults={"full_name": profile.full_name, "locale": profile.locale, "timezone": profile.timezone},
    )
    Contact.objects.filter(id=contact.id).update(profile_id=profile.id)


def list_people(actor: Actor, *, words: str = "", role: str = "", is_active: bool | None = None) -> QuerySet[Profile]:
    access.require(actor, Permission.PEOPLE_READ)
    people = Profile.objects.filter(organization_id=access.require_org(actor))
    if words:
        people = people.filter(Q(full_name__icontains=words) | Q(email__icontains=words))
    if role:
        people = people.filter(role=role)
    if is_active is not None:
        people = people.filter(is_active=is_active)
    return people


def get_person(actor: Actor, profile_id: UUID) -> Profile:
    access.require(actor, Permission.PEOPLE_READ)
    person = Profile.objects.filter(id=profile_id, organization_id=access.require_org(actor)).first()
    if person is None:
        raise NotFound
    return person


def update_person(actor: Actor, profile_id: UUID, changes: dict[str, object]) -> Profile:
    """Changes role, name or whether they may sign in. An organization always keeps one active admin."""
    access.require(actor, Permission.PEOPLE_READ)
    person = get_person(actor, profile_id)
    access.require(actor, Permission.PEOPLE_MANAGE)
    if person.id == actor.profile_id and ({"role", "is_active"} & set(changes)):
        raise Forbidden("You cannot change your own role or deactivate yourself. Ask another admin.")
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=list(changes) or None)
    _require_an_admin(access.require_org(actor))
    audit.record(
        actor, "person.updated", object_type="profile", object_id=person.id, label=person.email, changes=changes
    )
    events.record("person.updated", record_type="profile", record_id=person.id)
    return person


def _require_an_admin(org_id: UUID) -> None:
    # Locks the organization's row, so that two admins who demote each other at once cannot both succeed.
    Organization.objects.select_for_update().filter(id=org_id).first()
    if not Profile.objects.filter(organization_id=org_id, role=Role.ADMIN, is_active=True).exists():
        raise Conflict("The organization must keep one active admin. Make somebody else an admin first.")


def update_self(actor: Actor, changes: dict[str, object]) -> Profile:
    person = Profile.objects.get(id=actor.profile_id)
    for name, value in changes.items():
        setattr(person, name, value)
    if changes:
        person.save(update_fields=list(changes))
    return person


def has_default_passwords() -> bool:
    """Whether one of the demo's people still has the published password; production must not serve then."""
    demo = Profile.objects.filter(email__in=DEMO_EMAILS, is_active=True)
    return any(person.check_password(settings.DEMO_PASSWORD) for person in demo)


DEMO_EMAILS = (
    "root@frontdesk.test",
    "alice@northgate.test",
    "bob@northgate.test",
    "carol@client.test",
    "dave@harbour.test",
)
