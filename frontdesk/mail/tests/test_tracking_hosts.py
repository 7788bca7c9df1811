"""An organization's own host for links and pixel, and what is kept of who opened a mail."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db.models.functions import Now
from django.test import Client

from frontdesk.mail.models import Campaign, EmailEngagement, EmailMessage, MailDomain
from frontdesk.mail.tests.samples import make_template, message, send, set_columns
from frontdesk.mail.tests.test_tracking import LINK, PERSON, PIXEL, accept, age, parts
from frontdesk.mail.tracking import addresses
from frontdesk.orgs.models import Profile
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

HOST = "go.northgate.test"
SETTINGS = "/api/mail/settings"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    addresses.forget()
    yield
    addresses.forget()


def add_domain(org_id: UUID | None, host: str = HOST, *, state: str = "ok", is_verified: bool = True) -> None:
    with tenancy.platform("tests"):
        MailDomain.objects.create(
            organization_id=org_id,
            domain=host.partition(".")[2],
            status="verified",
            verification_token="x",
            dkim_selector="fd",
            tracking_host=host,
            records=[{"purpose": "tracking", "state": state}],
            verified_at=Now() if is_verified else None,
        )


def paths_of(row: EmailMessage) -> tuple[str, str]:
    html = parts(row)[1]
    found = PIXEL.search(html)
    assert found
    return "/" + found[1].split("/", 3)[3], LINK.findall(html)[0]


def fetch(path: str, host: str) -> Any:
    return Client().get(path, headers={"User-Agent": PERSON, "Host": host}, REMOTE_ADDR="203.0.113.9")


def engagements() -> list[EmailEngagement]:
    with tenancy.platform("tests"):
        return list(EmailEngagement.objects.order_by("id"))


def test_links_point_to_the_organizations_own_host(alice: ApiClient, cast: dict[str, Profile]) -> None:
    add_domain(cast["alice"].organization_id)
    row = accept(alice)
    age(row.id)
    html = parts(row)[1]
    assert f'src="http://{HOST}:8000/t/o/' in html
    assert f'"http://{HOST}:8000/t/c/' in html
    assert "localhost:8000/t/" not in html
    pixel, link = paths_of(row)
    for host in (HOST, f"{HOST}:8000", HOST.upper(), "localhost:8000"):
        assert fetch(link, host).status_code == 302
    fetch(pixel, HOST)
    assert [each.kind for each in engagements()] == ["click"] * 4 + ["open"]


def test_a_host_serves_its_own_organization_alone(alice: ApiClient, cast: dict[str, Profile]) -> None:
    add_domain(cast["dave"].organization_id, "go.harbour.test")
    row = accept(alice)
    pixel, link = paths_of(row)
    for host in ("go.harbour.test", "unknown.example", "localhost.evil.example"):
        assert fetch(link, host).status_code == 404
        assert fetch(pixel, host).status_code == 200
    assert engagements() == []


@pytest.mark.parametrize(("state", "is_verified"), [("missing", True), ("ok", False)])
def test_a_host_counts_once_its_record_was_found(
    alice: ApiClient, cast: dict[str, Profile], state: str, is_verified: bool
) -> None:
    add_domain(cast["alice"].organization_id, state=state, is_verified=is_verified)
    assert "http://localhost:8000/t/c/" in parts(accept(alice))[1]


def test_nothing_of_a_person_is_kept_unless_the_organization_wants_it(alice: ApiClient) -> None:
    first = accept(alice)
    age(first.id)
    for path in paths_of(first):
        fetch(path, "localhost")
    assert {(each.ip_address, each.user_agent) for each in engagements()} == {(None, "")}
    assert alice.patch(SETTINGS, {"is_private": False}).json["is_private"] is False
    second = accept(alice)
    age(second.id)
    for path in paths_of(second):
        fetch(path, "localhost")
    kept = [each for each in engagements() if each.message_id == second.id]
    assert {(each.ip_address, each.user_agent) for each in kept} == {("203.0.113.9", PERSON)}
    shown = alice.get(f"/api/mail/messages/{second.id}/engagements").json["items"]
    assert {(each["kind"], each["ip_address"], each["user_agent"]) for each in shown} == {
        ("open", "203.0.113.9", PERSON),
        ("click", "203.0.113.9", PERSON),
    }


def test_who_opened_is_told_to_those_who_read_mail(
    alice: ApiClient, carol: ApiClient, dave: ApiClient, nobody: ApiClient
) -> None:
    path = f"/api/mail/messages/{accept(alice).id}/engagements"
    assert [client.get(path).status for client in (alice, carol, dave, nobody)] == [200, 403, 404, 401]


def test_an_engagement_names_campaign_variant_and_contact(alice: ApiClient, cast: dict[str, Profile]) -> None:
    org_id = cast["alice"].organization_id
    contact = alice.post("/api/contacts", {"email": "ria@client.test"}).json["id"]
    template = make_template(alice, type="custom", html_code='<p><a href="https://shop.example/">x</a></p>')
    row = message(send(alice, type=None, template_id=template["id"], data={"name": "Ria"})["message_id"])
    with tenancy.platform("tests"):
        campaign = Campaign.objects.create(organization_id=org_id, name="News")
    set_columns(row.id, campaign_id=campaign.id, variant=1, contact_id=contact)
    for path in paths_of(row):
        fetch(path, "localhost")
    told = {(each.campaign_id, each.variant, str(each.contact_id)) for each in engagements()}
    assert told == {(campaign.id, 1, contact)}
