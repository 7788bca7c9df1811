"""People whose domain is in another script: one person, whichever way their address is written."""

from collections.abc import Iterator

import pytest

from frontdesk.mail.models import EmailMessage, MailThread
from frontdesk.mail.tests.arrivals import arrive, letter, quiet_dns
from frontdesk.mail.tests.samples import send
from frontdesk.mail.tests.test_contact_imports import bad_lines, numbers, take_in
from frontdesk.mail.tests.test_suppressions import add, listed
from frontdesk.orgs.models import Contact
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import email_addresses, tenancy

WRITTEN = "jose@münchen.test"
ON_THE_WIRE = "jose@xn--mnchen-3ya.test"


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (WRITTEN, ON_THE_WIRE),
        ("jose@MÜNCHEN.test", ON_THE_WIRE),
        ("jose@mu\u0308nchen.test", ON_THE_WIRE),
        (ON_THE_WIRE, ON_THE_WIRE),
        ("jose@plain.test", "jose@plain.test"),
        ("jose@a..ü", "jose@a..ü"),
        ("jose@" + "ü" * 400, "jose@" + "ü" * 400),
        ("@münchen.test", "@xn--mnchen-3ya.test"),
    ],
)
def test_addresses_are_kept_in_one_way(written: str, kept: str) -> None:
    assert email_addresses.to_ascii(written) == kept


def test_what_is_no_domain_is_shown_as_it_is() -> None:
    assert email_addresses.to_letters(f"José <{ON_THE_WIRE}>") == f"José <{WRITTEN}>"
    assert email_addresses.to_letters("jose@xn--.test") == "jose@xn--.test"
    assert email_addresses.to_letters("xn--mnchen-3ya") == "xn--mnchen-3ya"


def test_a_contact_is_one_in_either_form(alice: ApiClient) -> None:
    made = alice.post("/api/contacts", {"email": " Jose@MÜNCHEN.test ", "full_name": "José"})
    assert made.status == 201, made.json
    assert made.json["email"] == WRITTEN
    assert alice.get(f"/api/contacts/{made.json['id']}").json["email"] == WRITTEN
    assert alice.post("/api/contacts", {"email": ON_THE_WIRE}).json["type"].endswith(":contact-exists")
    for words in ("münchen", "@münchen.test", WRITTEN, "xn--mnchen", "José"):
        assert [each["email"] for each in alice.get(f"/api/contacts?q={words}").json["items"]] == [WRITTEN], words
    condition = {"field": "domain", "operator": "is", "value": "München.test"}
    count = alice.post("/api/mail/segments/count", {"filter": {"match": "all", "conditions": [condition]}})
    assert count.json["count"] == 1


@pytest.mark.parametrize("email", ["josé@münchen.test", "jose@mün chen.test", "jose@-ü.test", "jose@ü", "a@b@ü.test"])
def test_what_cannot_be_an_address_is_refused(alice: ApiClient, email: str) -> None:
    answer = alice.post("/api/contacts", {"email": email})
    assert answer.status == 422
    assert answer.json["errors"][0]["message"] == "This is not an e-mail address. Write it like name@example.com."


def test_mail_goes_to_the_domain_that_name_servers_know(alice: ApiClient) -> None:
    answer = send(alice, to=f"José <{WRITTEN}>")
    assert answer["messages"][0]["to"] == f"José <{WRITTEN}>"
    with tenancy.platform("tests"):
        message = EmailMessage.objects.get(id=answer["message_id"])
    assert f"<{ON_THE_WIRE}>".encode() in bytes(message.mime)
    assert message.to_address == f"José <{ON_THE_WIRE}>"


def test_who_is_suppressed_in_one_form_is_in_the_other(alice: ApiClient) -> None:
    assert add(alice, WRITTEN, reason="hard_bounce")["email"] == WRITTEN
    assert alice.post("/api/mail/suppressions", {"email": ON_THE_WIRE, "reason": "hard_bounce"}).status == 409
    assert listed(alice, "&q=münchen") == [(WRITTEN, "hard_bounce")]
    for to in (WRITTEN, ON_THE_WIRE):
        assert send(alice, to=to)["status"] == "cancelled"
    made = alice.post("/api/contacts", {"email": WRITTEN}).json
    assert made["suppression"]["reason"] == "hard_bounce"


def test_an_import_takes_either_form_and_brings_nobody_back(alice: ApiClient) -> None:
    done = take_in(alice, f"email,name\n{WRITTEN},José\n{ON_THE_WIRE},José\njosé@münchen.test,José\njo@ü..test,Jo\n")
    assert numbers(done) == {"lines": 4, "added": 1, "duplicates": 1, "bad": 2}
    assert all("before its @, or a domain that cannot be" in line[1] for line in bad_lines(alice, done))
    (contact,) = alice.get("/api/contacts?q=münchen").json["items"]
    assert alice.post(f"/api/contacts/{contact['id']}/erase").status == 204
    for form in (WRITTEN, ON_THE_WIRE):
        assert numbers(take_in(alice, f"email\n{form}\n")) == {"lines": 1, "skipped": 1}
        assert alice.post("/api/contacts", {"email": form}).json["type"].endswith(":contact-erased")


def test_an_answer_finds_the_person(alice: ApiClient) -> None:
    made = alice.post("/api/contacts", {"email": WRITTEN, "full_name": "José"}).json
    for sender in (ON_THE_WIRE, WRITTEN):
        arrive(letter(sender=f"Jose <{sender}>"), sender=ON_THE_WIRE)
    with tenancy.platform("tests"):
        assert {str(each) for each in MailThread.objects.values_list("contact_id", flat=True)} == {made["id"]}
        assert Contact.objects.filter(email__contains="nchen").count() == 1
    (first, *_) = alice.get("/api/mail/inbox?q=münchen").json["items"]
    assert (first["address"], first["contact"]["email"]) == (WRITTEN, WRITTEN)
