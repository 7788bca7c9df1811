"""Whose an address is: nobody gets another's mail by writing an address into their settings."""

from collections.abc import Iterator

import pytest

from frontdesk.mail.addresses import known_address
from frontdesk.mail.inbound import ownership
from frontdesk.mail.inbound.ownership import Standing
from frontdesk.mail.models import FromAddressType, MailSender, MailThread
from frontdesk.mail.tests.arrivals import HELP, arrive, letter, quiet_dns, verify
from frontdesk.orgs.models import Organization, Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


def claim(address: str, slug: str = "harbour") -> None:
    with tenancy.platform("tests"):
        Organization.objects.filter(slug=slug).update(support_address=address)


def owner(address: str) -> str:
    with tenancy.platform("tests"):
        place = ownership.find([address]).get(known_address(address))
        if place is None or place.standing is not Standing.OURS:
            return str(place.standing) if place else "nothing"
        if place.organization_id is None:
            return "deployment"
        return Organization.objects.get(id=place.organization_id).slug


def test_a_verified_domain_is_its_organizations_alone(alice: ApiClient, dave: ApiClient) -> None:
    verify("northgate.test", "northgate")
    claim(HELP)
    row = arrive(letter())
    with tenancy.platform("tests"):
        assert row.organization
        assert row.organization.slug == "northgate"
    assert dave.get("/api/mail/received").json["items"] == []
    claim("sales@northgate.test")
    assert owner("sales@northgate.test") == "unknown"


def test_without_a_verified_domain_who_has_people_there_comes_first(alice: ApiClient) -> None:
    claim(HELP)
    with tenancy.platform("tests"):  # the one who takes what is another's may well be the older
        Organization.objects.filter(slug="harbour").update(created_at="2001-01-01T00:00:00Z")
    assert owner(HELP) == "northgate"
    claim("bob@northgate.test")
    assert owner("bob@northgate.test") == "northgate"
    claim("info@shared.test")
    claim("info@shared.test", "northgate")
    assert owner("info@shared.test") == "harbour"


def test_an_address_that_nobody_confirmed_is_no_claim(alice: ApiClient, cast: dict[str, Profile]) -> None:
    from allauth.account.models import EmailAddress

    assert owner("bob@northgate.test") == "northgate"
    with tenancy.platform("tests"):
        EmailAddress.objects.filter(email="bob@northgate.test").update(verified=False)
    assert owner("bob@northgate.test") == "foreign"
    assert owner("carol@client.test") == "foreign"  # a client's address is not the organization's


def test_senders_plus_addresses_and_the_deployments_own(alice: ApiClient) -> None:
    with tenancy.platform("tests"):
        northgate = Organization.objects.get(slug="northgate")
        MailSender.objects.create(
            organization=northgate, address_type=FromAddressType.values[0], email="hello@northgate.example"
        )
        thread = MailThread.objects.create(organization=northgate, address="x@y.test", token="abcdef0123456789abcd")
    verify("northgate.test", "northgate", return_path_host="b.northgate.test")
    assert {
        each: owner(each)
        for each in (
            "Hello <HELLO@northgate.example>",
            "help+anything@northgate.test",
            "postmaster@northgate.test",
            "nobody@northgate.test",
            "desk@frontdesk.test",
            f"desk+t-{thread.token}@frontdesk.test",
            "desk+t-00000000000000000000@frontdesk.test",
            "nobody@frontdesk.test",
            "postmaster@frontdesk.test",
            "bounces+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.northgate.test",
            "x@elsewhere.test",
            "no address",
            "a@b@northgate.test",
        )
    } == {
        "Hello <HELLO@northgate.example>": "northgate",
        "help+anything@northgate.test": "northgate",
        "postmaster@northgate.test": "northgate",
        "nobody@northgate.test": "unknown",
        "desk@frontdesk.test": "deployment",
        f"desk+t-{thread.token}@frontdesk.test": "northgate",
        "desk+t-00000000000000000000@frontdesk.test": "deployment",
        "nobody@frontdesk.test": "unknown",
        "postmaster@frontdesk.test": "deployment",
        "bounces+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.northgate.test": "unknown",
        "x@elsewhere.test": "foreign",
        "no address": "nothing",
        "a@b@northgate.test": "nothing",
    }
