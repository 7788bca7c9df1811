"""Addresses that mail is sent from: whose they must be, and what stands on what."""

from typing import Any

from django.utils import timezone

from frontdesk.mail.delivery import deliver_due
from frontdesk.mail.models import MailDomain
from frontdesk.mail.tests.samples import message, send
from frontdesk.orgs.models import AuditEntry
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

SENDERS = "/api/mail/senders"
PROVIDER = {"name": "Ours", "kind": "smtp", "settings": {"host": "smtp.example.com"}}


def add_domain(client: ApiClient, domain: str, *, verified: bool = True) -> MailDomain:
    assert client.profile
    with tenancy.platform("tests"):
        return MailDomain.objects.create(
            organization_id=client.profile.organization_id,
            domain=domain,
            verification_token="x",
            dkim_selector="fd1",
            verified_at=timezone.now() if verified else None,
        )


def told(client: ApiClient) -> dict[str, Any]:
    return {each["address_type"]: each for each in client.get(SENDERS).json["items"]}


def put(client: ApiClient, email: str, kind: str = "transactional_email", **more: str) -> Any:
    return client.put(f"{SENDERS}/{kind}", {"email": email, **more})


def test_without_own_addresses_the_deployments_serve(alice: ApiClient) -> None:
    senders = told(alice)
    assert len(senders) == 4
    assert senders["transactional_email"]["effective"] == "Northgate Immigration <desk@frontdesk.test>"
    assert {each["stands_on"] for each in senders.values()} == {"deployment"}


def test_an_address_at_a_verified_domain(alice: ApiClient) -> None:
    add_domain(alice, "northgate.example")
    answer = put(alice, "Visa@Mail.northgate.example", name="Northgate Visas", reply_to="help@northgate.example")
    assert answer.status == 200, answer.json
    sender = told(alice)["transactional_email"]
    assert sender["effective"] == "Northgate Visas <visa@mail.northgate.example>"
    assert (sender["is_own"], sender["stands_on"]) == (True, "domain")
    with tenancy.platform("tests"):
        assert AuditEntry.objects.filter(action="mail_sender.updated").count() == 1
    assert alice.delete(f"{SENDERS}/transactional_email").status == 204
    assert alice.delete(f"{SENDERS}/transactional_email").status == 204
    assert told(alice)["transactional_email"]["stands_on"] == "deployment"


def test_nobody_writes_in_anothers_name(alice: ApiClient, dave: ApiClient) -> None:
    add_domain(dave, "harbour.example")
    add_domain(alice, "northgate.example", verified=False)
    for address in ("office@harbour.example", "desk@northgate.example", "ceo@elsewhere.example", "x@example"):
        answer = put(alice, address)
        assert (answer.status, answer.json["errors"][0]["field"]) == (422, "email")
    assert "add the domain" in put(alice, "desk@northgate.example").json["detail"]
    assert not [each for each in told(alice).values() if each["is_own"]]


def test_a_provider_of_ones_own_decides_for_what_it_serves(alice: ApiClient) -> None:
    provider = alice.post("/api/mail/providers", {**PROVIDER, "serves": "transactional"}).json
    assert put(alice, "desk@northgate.example").status == 200
    assert put(alice, "news@northgate.example", "marketing_email").status == 422
    assert told(alice)["transactional_email"]["stands_on"] == "provider"
    path = f"/api/mail/providers/{provider['id']}"
    assert alice.patch(path, {"version": 1, "serves": "marketing"}).status == 409
    assert alice.delete(path).status == 409
    assert alice.patch(path, {"version": 1, "serves": "all"}).status == 200
    add_domain(alice, "northgate.example")
    assert alice.delete(path).status == 204


def test_when_its_domain_lapses_the_deployments_address_serves(alice: ApiClient) -> None:
    domain = add_domain(alice, "northgate.example")
    put(alice, "desk@northgate.example")
    with tenancy.platform("tests"):
        MailDomain.objects.filter(id=domain.id).update(verified_at=None)
    sender = told(alice)["transactional_email"]
    assert (sender["stands_on"], sender["effective"]) == ("nothing", "Northgate Immigration <desk@frontdesk.test>")
    assert "records" in sender["reason"]


def test_mail_that_waits_does_not_take_the_deployments_way_in_anothers_name(alice: ApiClient) -> None:
    """A provider of one's own says whose address it may be; mail that was accepted for it outlives it."""
    provider = alice.post("/api/mail/providers", PROVIDER).json
    assert put(alice, "judge@court.example").status == 200
    assert put(alice, "desk@frontdesk.test").status == 422  # the deployment's own
    forged = send(alice)["message_id"]
    assert alice.delete(f"{SENDERS}/transactional_email").status == 204
    assert alice.delete(f"/api/mail/providers/{provider['id']}").status == 204
    ordinary = send(alice, to="lena@client.test")["message_id"]
    deliver_due()
    assert "judge@court.example" in message(forged).from_address
    assert (message(forged).status, message(forged).sent_at) == ("failed", None)
    assert "court.example" in message(forged).last_error
    assert message(ordinary).status == "sent"


def test_who_may(bob: ApiClient, root: ApiClient, alice: ApiClient) -> None:
    assert bob.get(SENDERS).status == 403
    assert put(bob, "desk@northgate.example").status == 403
    assert root.get(SENDERS).status == 403  # it belongs to an organization
    for wrong in ({"email": "no address"}, {"email": "a@b.example", "name": "x\r\nBcc: y@z.example"}):
        assert alice.put(f"{SENDERS}/transactional_email", wrong).status == 422
    assert alice.put(f"{SENDERS}/no_such_kind", {"email": "a@b.example"}).status == 404
