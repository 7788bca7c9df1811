"""The demo: two organizations and five people, so that a fresh installation can be tried at once."""

from django.conf import settings

from frontdesk.orgs import accounts
from frontdesk.orgs.models import Locale, Organization, OrganizationType, Plan, Profile, Role
from frontdesk.platform import tenancy


def load() -> None:
    """Adds what is missing of the demo; running it twice changes nothing. The caller refuses it in production."""
    with tenancy.platform("demo"):
        northgate = _organization(
            "northgate",
            name="Northgate Immigration",
            type=OrganizationType.IMMIGRATION,
            plan=Plan.PRO,
            timezone="Europe/London",
            brand_color="#1f4f82",
            support_address="help@northgate.test",
            portal_open=True,
        )
        harbour = _organization(
            "harbour",
            name="Harbour College",
            type=OrganizationType.EDUCATION,
            plan=Plan.FREE,
            timezone="Europe/Madrid",
            brand_color="#8a3b12",
            support_address="office@harbour.test",
        )
        _person("root@frontdesk.test", "Root", Role.SUPERADMIN, None)
        _person("alice@northgate.test", "Alice Archer", Role.ADMIN, northgate)
        _person("bob@northgate.test", "Bob Baker", Role.AGENT, northgate)
        _person("carol@client.test", "Carol Castillo", Role.USER, northgate)
        _person("dave@harbour.test", "Dave Dunn", Role.ADMIN, harbour)


def _organization(slug: str, **values: object) -> Organization:
    organization, _ = Organization.objects.get_or_create(slug=slug, defaults={"locale": Locale.EN, **values})
    return organization


def _person(email: str, full_name: str, role: Role, organization: Organization | None) -> None:
    if Profile.objects.filter(email=email).exists():
        return
    profile = accounts.create_user(
        email=email,
        full_name=full_name,
        role=role,
        organization=organization,
        password=settings.DEMO_PASSWORD,
        is_demo=True,
    )
    accounts.link_contact(profile)
