"""Domains of one's own: keys, records, what name servers say of them, and what counts when."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import dns.rcode
import pytest
from django.utils import timezone
from pytest_django import Settings

from frontdesk.mail.models import EmailMessage, MailDomain
from frontdesk.mail.sending_settings import rechecking
from frontdesk.mail.tests.dns_server import DnsServer, serving
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import dns as names
from frontdesk.platform import jobs, tenancy
from frontdesk.platform.models import Event

DOMAINS = "/api/mail/domains"


@pytest.fixture
def server(settings: Settings) -> Iterator[DnsServer]:
    settings.PUBLIC_URL = "https://desk.frontdesk.example"
    settings.MAIL_TRANSPORT = "smtp://mail.relay.example"
    with serving() as running:
        yield running


def make(client: ApiClient, domain: str = "northgate.example") -> Any:
    answer = client.post(DOMAINS, {"domain": domain})
    assert answer.status == 201, answer.json
    return answer.json


def check(client: ApiClient, made: Any) -> Any:
    answer = client.post(f"{DOMAINS}/{made['id']}/check")
    assert answer.status == 200, answer.json
    return answer.json


def by_purpose(told: Any) -> dict[str, Any]:
    return {record["purpose"]: record for record in told["records"]}


def publish(server: DnsServer, told: Any, *purposes: str) -> None:
    """Sets records as the page shows them."""
    for record in told["records"]:
        if record["purpose"] in (purposes or ("ownership", "dkim")):
            if record["type"] == "TXT":
                server.give_text(record["name"], record["expected"])
            else:
                server.give(record["name"], record["type"], record["expected"])


def stored(made: Any) -> MailDomain:
    with tenancy.platform("tests"):
        return MailDomain.objects.get(id=made["id"])


def change(made: Any, **values: object) -> None:
    with tenancy.platform("tests"):
        MailDomain.objects.filter(id=made["id"]).update(**values)


def test_a_new_domain_says_which_records_to_set(alice: ApiClient, server: DnsServer) -> None:
    told = make(alice, " Northgate.Example. ")
    assert (told["domain"], told["status"], told["verified_at"]) == ("northgate.example", "pending", None)
    records = by_purpose(told)
    assert records["ownership"]["name"] == "_frontdesk.northgate.example"
    assert records["ownership"]["expected"].startswith("frontdesk-verify=")
    assert records["dkim"]["name"] == "fd1._domainkey.northgate.example"
    assert records["dkim"]["expected"].startswith("v=DKIM1; k=rsa; p=MII")
    assert records["spf"]["expected"] == "v=spf1 a:mail.relay.example ~all"
    assert records["dmarc"]["name"] == "_dmarc.northgate.example"
    assert records["receiving"]["expected"] == "10 desk.frontdesk.example."
    assert {record["state"] for record in told["records"]} == {"unchecked"}
    assert server.asked == []
    assert b"PRIVATE" not in alice.get(f"{DOMAINS}/{told['id']}").content


def test_it_counts_once_ownership_and_key_are_found(alice: ApiClient, server: DnsServer) -> None:
    told = make(alice)
    first = check(alice, told)
    assert (first["status"], first["verified_at"]) == ("pending", None)
    assert by_purpose(first)["dkim"]["state"] == "missing"
    assert "Add this TXT record" in by_purpose(first)["dkim"]["advice"]
    publish(server, told, "ownership")
    assert check(alice, told)["status"] == "pending"
    publish(server, told, "dkim")
    done = check(alice, told)
    assert done["status"] == "verified"
    assert done["verified_at"]
    assert (by_purpose(done)["ownership"]["state"], by_purpose(done)["dkim"]["state"]) == ("ok", "ok")
    assert alice.get(f"{DOMAINS}/{told['id']}").json["status"] == "verified"


@pytest.mark.parametrize("shape", ["spaces", "split", "order", "case", "alias"])
def test_records_are_compared_as_receivers_read_them(alice: ApiClient, server: DnsServer, shape: str) -> None:
    told = make(alice)
    publish(server, told, "ownership")
    record = by_purpose(told)["dkim"]
    key = record["expected"].partition("p=")[2]
    text = {
        "spaces": f"v=DKIM1;k=rsa;   p={key} ;",
        "split": f"v=DKIM1; k=rsa; p={key[:90]} {key[90:]}",
        "order": f"k=rsa; p={key}; v=DKIM1",
        "case": f"V=DKIM1; P={key}",
        "alias": record["expected"],
    }[shape]
    if shape == "alias":
        server.give(record["name"], "CNAME", "keys.elsewhere.example.")
        server.give_text("keys.elsewhere.example", text)
    else:
        server.give_text(record["name"], text)
    assert check(alice, told)["status"] == "verified"


@pytest.mark.parametrize(
    ("text", "state", "code"),
    [
        ("v=DKIM1; k=rsa; p=MIIBother", "different", "dkim_different"),
        ("v=DKIM1; p=", "different", "dkim_revoked"),
        ("nothing of the kind", "missing", "dkim_missing"),
        ("TESTING", "warning", "dkim_testing"),
    ],
)
def test_another_key_is_told_from_none(alice: ApiClient, server: DnsServer, text: str, state: str, code: str) -> None:
    told = make(alice)
    publish(server, told, "ownership")
    record = by_purpose(told)["dkim"]
    server.give_text(record["name"], f"t=y; {record['expected']}" if text == "TESTING" else text)
    checked = by_purpose(check(alice, told))["dkim"]
    assert (checked["state"], checked["code"]) == (state, code)


@pytest.mark.parametrize(
    ("texts", "state", "code", "expected"),
    [
        ([], "missing", "spf_missing", "v=spf1 a:mail.relay.example ~all"),
        (["v=spf1 a:mail.relay.example -all"], "ok", "", "v=spf1 a:mail.relay.example -all"),
        (["google-site-verification=x", "V=SPF1  A:Mail.Relay.Example ?all"], "ok", "", None),
        (
            ["v=spf1 include:_spf.google.com -all"],
            "different",
            "spf_lacks",
            "v=spf1 include:_spf.google.com a:mail.relay.example -all",
        ),
        (["v=spf1 -all", "v=spf1 a:mail.relay.example -all"], "different", "spf_several", None),
        (["v=spf1 a:mail.relay.example +all"], "different", "spf_all", None),
        (["v=spf1 a:mail.relay.example include:many.example -all"], "warning", "spf_lookups", None),
    ],
)
def test_spf_is_advised(
    alice: ApiClient, server: DnsServer, texts: list[str], state: str, code: str, expected: str | None
) -> None:
    server.give_text("many.example", "v=spf1 " + " ".join(f"include:s{n}.example" for n in range(12)) + " -all")
    if texts:
        server.give_text("northgate.example", *texts)
    record = by_purpose(check(alice, make(alice)))["spf"]
    assert (record["state"], record["code"]) == (state, code)
    if expected:
        assert record["expected"] == expected


@pytest.mark.parametrize(
    ("name", "texts", "state", "code"),
    [
        ("_dmarc.mail.northgate.example", [], "missing", "dmarc_missing"),
        ("_dmarc.mail.northgate.example", ["v=DMARC1; p=none; rua=mailto:a@b.example"], "ok", "dmarc_none"),
        ("_dmarc.mail.northgate.example", ["v=DMARC1;p=reject"], "ok", ""),
        ("_dmarc.mail.northgate.example", ["v=DMARC1; p=perhaps"], "different", "dmarc_invalid"),
        ("_dmarc.mail.northgate.example", ["v=DMARC1; p=none", "v=DMARC1; p=reject"], "different", "dmarc_several"),
        ("_dmarc.northgate.example", ["v=DMARC1; p=quarantine"], "ok", "dmarc_inherited"),
    ],
)
def test_dmarc_is_advised(
    alice: ApiClient, server: DnsServer, name: str, texts: list[str], state: str, code: str
) -> None:
    if texts:
        server.give_text(name, *texts)
    record = by_purpose(check(alice, make(alice, "mail.northgate.example")))["dmarc"]
    assert (record["state"], record["code"]) == (state, code)


def test_a_provider_of_ones_own_changes_the_advice(alice: ApiClient, server: DnsServer) -> None:
    provider = {"name": "Mailgun", "kind": "mailgun", "secrets": {"api_key": "k"}}
    assert alice.post("/api/mail/providers", provider).status == 201
    assert by_purpose(make(alice))["spf"]["expected"] == "v=spf1 include:mailgun.org ~all"


def test_names_for_bounces_and_links(alice: ApiClient, server: DnsServer) -> None:
    told = make(alice)
    publish(server, told)
    path = f"{DOMAINS}/{told['id']}"
    for wrong in ("links.elsewhere.example", "northgate.example", "a b.northgate.example", "x..northgate.example"):
        assert alice.patch(path, {"tracking_host": wrong}).status == 422
    changes = {"tracking_host": "Links.northgate.example", "return_path_host": "bounces.northgate.example"}
    changed = alice.patch(path, changes).json
    assert changed["tracking_host"] == "links.northgate.example"
    assert by_purpose(changed)["tracking"]["state"] == "unchecked"
    server.give("links.northgate.example", "CNAME", "somewhere.example.")
    wrong_way = by_purpose(check(alice, told))["tracking"]
    assert (wrong_way["state"], wrong_way["found"]) == ("different", ["somewhere.example."])
    publish(server, changed, "tracking", "return_path", "return_path_spf")
    records = by_purpose(check(alice, told))
    assert [records[name]["state"] for name in ("tracking", "return_path", "return_path_spf")] == ["ok", "ok", "ok"]
    # A name that is changed has to be found anew.
    again = alice.patch(path, {"tracking_host": "clicks.northgate.example"}).json
    assert by_purpose(again)["tracking"]["state"] == "unchecked"
    assert by_purpose(again)["return_path"]["state"] == "ok"
    assert "tracking" not in by_purpose(alice.patch(path, {"tracking_host": ""}).json)


@pytest.mark.parametrize(
    "wrong",
    [
        "", "com", "co.uk", "github.io", "pages.dev", "127.0.0.1", "[::1]", "localhost", "desk.local",
        "frontdesk.example", "desk.frontdesk.example", "x.desk.frontdesk.example", "a@b.example", "https://northgate.example/",
        "north gate.example", "-x.example", "x" * 64 + ".example", "..", "frontdesk.test", "mail.frontdesk.test",
    ],
)  # fmt: skip
def test_what_is_no_domain_of_ones_own_is_refused(alice: ApiClient, server: DnsServer, wrong: str) -> None:
    if wrong == "frontdesk.example":  # the parent of where the installation is reached may well be its owner's
        assert alice.post(DOMAINS, {"domain": wrong}).status == 201
        return
    answer = alice.post(DOMAINS, {"domain": wrong})
    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "domain")
    assert alice.get(DOMAINS).json["items"] == []


@pytest.mark.parametrize("theirs", ["gmail.com", "GMAIL.com.", "mail.yahoo.co.uk", "web.de"])
def test_the_domain_of_a_public_mail_service_is_refused_with_what_to_do(
    alice: ApiClient, server: DnsServer, theirs: str
) -> None:
    answer = alice.post(DOMAINS, {"domain": theirs})
    assert answer.status == 422
    assert "is a public mail service" in answer.json["errors"][0]["message"]
    assert make(alice, "notgmail.com")["domain"] == "notgmail.com"


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://192.168.1.7", "https://desk.lan"])
def test_no_record_leads_to_a_server_that_the_internet_does_not_know(
    alice: ApiClient, server: DnsServer, settings: Settings, address: str
) -> None:
    settings.PUBLIC_URL = address
    made = make(alice)
    alice.patch(f"{DOMAINS}/{made['id']}", {"tracking_host": "links.northgate.example"})
    server.give("northgate.example", "MX", "10 mail.other.example.")
    for told in (alice.get(f"{DOMAINS}/{made['id']}").json, check(alice, made)):
        for purpose in ("receiving", "tracking"):
            record = by_purpose(told)[purpose]
            assert (record["expected"], record["code"], record["state"]) == ("", "no_public_name", "unchecked")
            assert "FRONTDESK_PUBLIC_URL" in record["advice"]


def test_names_in_other_scripts(alice: ApiClient, server: DnsServer) -> None:
    told = make(alice, "Müller.example")
    assert (told["domain"], told["display_name"]) == ("xn--mller-kva.example", "müller.example")
    assert alice.post(DOMAINS, {"domain": "xn--mller-kva.example"}).status == 409


def test_a_domain_is_one_organizations(alice: ApiClient, dave: ApiClient, server: DnsServer) -> None:
    ours, theirs = make(alice), make(dave)
    publish(server, ours)
    check(alice, ours)
    assert check(dave, theirs)["status"] == "pending"  # nothing tells of Northgate to who cannot set records
    token, key = by_purpose(theirs)["ownership"], by_purpose(theirs)["dkim"]
    server.give_text(token["name"], by_purpose(ours)["ownership"]["expected"], token["expected"])
    server.give_text(key["name"], key["expected"])
    answer = dave.post(f"{DOMAINS}/{theirs['id']}/check")
    assert answer.status == 409
    assert "72 hours" in answer.json["detail"]
    kept = dave.get(f"{DOMAINS}/{theirs['id']}").json
    assert (kept["status"], kept["verified_at"], by_purpose(kept)["ownership"]["code"]) == ("pending", None, "taken")
    # Northgate's key is gone from DNS: after 72 hours the domain is free.
    assert check(alice, ours)["status"] == "failing"
    change(ours, failing_since=timezone.now() - timedelta(hours=73))
    assert check(alice, ours)["verified_at"] is None
    assert check(dave, theirs)["status"] == "verified"


def test_a_failing_domain_counts_on_for_a_while_and_its_admins_hear_of_it(alice: ApiClient, server: DnsServer) -> None:
    told = make(alice)
    publish(server, told)
    check(alice, told)
    server.remove("fd1._domainkey.northgate.example", "TXT")
    failing = check(alice, told)
    assert failing["status"] == "failing"
    assert failing["verified_at"]
    assert failing["counts_until"]
    check(alice, told)
    with tenancy.platform("tests"):
        mails = list(EmailMessage.objects.values_list("to_address", "subject"))
        events = Event.objects.filter(name="mail_domain.failing").count()
    assert mails == [("alice@northgate.test", "Records of northgate.example are missing")]
    assert events == 1
    publish(server, told)
    again = check(alice, told)
    assert (again["status"], again["failing_since"]) == ("verified", None)


def test_a_name_server_that_fails_proves_nothing(
    alice: ApiClient, server: DnsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = make(alice)
    publish(server, told)
    check(alice, told)
    server.failing["_frontdesk.northgate.example"] = dns.rcode.SERVFAIL
    server.silent.add("fd1._domainkey.northgate.example")
    monkeypatch.setattr(names.resolver(), "lifetime", 0.5)
    checked = check(alice, told)
    assert (checked["status"], by_purpose(checked)["dkim"]["code"]) == ("verified", "unanswered")


def test_a_new_key_waits_for_its_record(alice: ApiClient, server: DnsServer) -> None:
    told = make(alice)
    publish(server, told)
    check(alice, told)
    before = stored(told)
    rotating = alice.post(f"{DOMAINS}/{told['id']}/rotate-dkim").json
    assert (rotating["dkim_selector"], rotating["next_dkim_selector"]) == ("fd1", "fd2")
    assert alice.post(f"{DOMAINS}/{told['id']}/rotate-dkim").status == 409
    assert check(alice, told)["dkim_selector"] == "fd1"
    publish(server, rotating, "dkim_next")
    done = check(alice, told)
    assert (done["dkim_selector"], done["next_dkim_selector"], done["status"]) == ("fd2", "", "verified")
    after = stored(told)
    assert after.dkim_private_key.reveal() != before.dkim_private_key.reveal()
    assert after.next_dkim_private_key is None
    server.remove("fd1._domainkey.northgate.example", "TXT")
    assert check(alice, told)["status"] == "verified"


@pytest.mark.django_db(transaction=True, databases=["default", "aside"])
def test_domains_are_looked_at_every_day(alice: ApiClient, server: DnsServer) -> None:
    told, old = make(alice), make(alice, "old.example")
    change(old, created_at=timezone.now() - timedelta(days=8))
    publish(server, told)
    rechecking.check_due()
    jobs.run_pending()
    assert stored(told).status == "verified"
    assert stored(old).checked_at is None
    server.remove("_frontdesk.northgate.example", "TXT")
    rechecking.check_due()
    jobs.run_pending()
    assert stored(told).status == "verified"  # looked at a moment ago
    change(told, checked_at=timezone.now() - timedelta(hours=21))
    rechecking.check_due()
    jobs.run_pending()
    assert stored(told).status == "failing"


def test_each_sees_their_own(
    alice: ApiClient, bob: ApiClient, dave: ApiClient, root: ApiClient, server: DnsServer
) -> None:
    ours, deployments = make(alice), make(root, "frontdesk.test")
    assert [row["id"] for row in root.get(DOMAINS).json["items"]] == [deployments["id"]]
    assert bob.get(DOMAINS).status == 403
    for client, row in ((dave, ours), (root, ours), (alice, deployments)):
        path = f"{DOMAINS}/{row['id']}"
        asked = [client.get(path), client.delete(path), client.post(f"{path}/check"), client.patch(path, {})]
        assert {answer.status for answer in [*asked, client.post(f"{path}/rotate-dkim")]} == {404}
    publish(server, deployments)
    assert check(root, deployments)["status"] == "verified"
    assert alice.delete(f"{DOMAINS}/{ours['id']}").status == 204
