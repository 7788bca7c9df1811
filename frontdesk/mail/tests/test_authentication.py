"""SPF, DKIM and DMARC of what arrives, against a real name server; and who pretends to be our own people."""

import base64
import time
from collections.abc import Iterator

import dkim
import dns.rcode
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from frontdesk.mail import authentication
from frontdesk.mail.authentication import Envelope, Verdict, headers, names
from frontdesk.mail.models import Mailbox
from frontdesk.mail.tests.arrivals import RECEIVED, arrive, letter, quiet_dns, verify
from frontdesk.mail.tests.dns_server import DnsServer
from frontdesk.orgs.models import Organization
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

PEER = "203.0.113.9"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
).decode()


@pytest.fixture(autouse=True)
def server() -> Iterator[DnsServer]:
    with quiet_dns() as running:
        running.give_text("client.test", "v=spf1 ip4:203.0.113.0/24 -all")
        running.give_text("s1._domainkey.client.test", f"v=DKIM1; k=rsa; p={PUBLIC}")
        running.give_text("_dmarc.client.test", "v=DMARC1; p=reject")
        yield running


def sign(raw: bytes, domain: str = "client.test") -> bytes:
    return bytes(dkim.sign(raw, b"s1", domain.encode(), PEM)) + raw


def check(raw: bytes, *, peer: str = PEER, sender: str = "carol@client.test", domain: str = "client.test") -> Verdict:
    return authentication.check(raw, Envelope(peer, "mail.client.test", sender, domain))


def results(verdict: Verdict) -> tuple[str, str, str, bool]:
    return verdict.spf["result"], verdict.dkim["result"], verdict.dmarc["result"], verdict.is_aligned


def test_what_is_proven_and_what_is_not() -> None:
    raw = letter()
    assert results(check(sign(raw))) == ("pass", "pass", "pass", True)
    assert results(check(raw)) == ("pass", "none", "pass", True)
    assert results(check(raw, peer="8.8.8.8")) == ("fail", "none", "fail", False)
    assert results(check(sign(raw), peer="8.8.8.8")) == ("fail", "pass", "pass", True)
    altered = sign(raw).replace(b"When does it come?", b"Pay to this account.")
    assert results(check(altered, peer="8.8.8.8")) == ("fail", "fail", "fail", False)


@pytest.mark.parametrize("peer", ["", "127.0.0.1", "10.1.2.3", "::1"])
def test_what_a_server_of_ours_brought_asks_nobody_unless_it_is_signed(server: DnsServer, peer: str) -> None:
    assert results(check(letter(), peer=peer)) == ("none", "none", "none", False)
    assert server.asked == []
    assert results(check(sign(letter()), peer=peer)) == ("none", "pass", "pass", True)


def test_slow_name_servers_hold_nothing_up(server: DnsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "SECONDS_EACH", 0.2)
    monkeypatch.setattr(names, "SECONDS_IN_ALL", 0.3)
    server.silent |= {"client.test", "_dmarc.client.test"}
    began = time.monotonic()
    assert check(letter()).dmarc["result"] == "temperror"
    assert time.monotonic() - began < 5


def test_alignment(server: DnsServer) -> None:
    raw = letter(sender="x@shop.client.test")
    assert results(check(raw, domain="shop.client.test")) == ("pass", "none", "pass", True)
    server.give_text("_dmarc.client.test", "v=DMARC1; p=reject; aspf=s; adkim=s")
    names.forget()
    assert results(check(sign(raw), domain="shop.client.test"))[2] == "fail"
    assert results(check(sign(letter(sender="x@bank.test")), domain="bank.test")) == ("pass", "pass", "none", False)
    server.give("_dmarc.bank.test", "TXT", '"v=DMARC1; p=none"', '"v=DMARC1; p=reject"')
    names.forget()
    assert check(raw, domain="bank.test").dmarc["result"] == "none"


def test_a_signature_over_the_beginning_alone_proves_nothing() -> None:
    raw = letter()
    signed = bytes(dkim.sign(raw, b"s1", b"client.test", PEM, length=True)) + raw + b"Pay to this account.\r\n"
    assert results(check(signed, peer="8.8.8.8")) == ("fail", "policy", "fail", False)


def test_name_servers_that_fail_are_no_error(server: DnsServer) -> None:
    raw = sign(letter())
    for name in ("client.test", "s1._domainkey.client.test", "_dmarc.client.test"):
        server.failing[name] = dns.rcode.SERVFAIL
    names.forget()
    assert results(check(raw)) == ("temperror", "temperror", "temperror", False)


def test_hostile_records_and_headers_are_no_error(server: DnsServer) -> None:
    for record in ("v=spf1 include:client.test -all", "v=spf1 exists:%{", "v=spf1 " + "a:x.test " * 40, "\\000\\377"):
        server.give_text("client.test", record)
        names.forget()
        assert check(letter()).spf["result"] in {"permerror", "none", "neutral"}
    for header in (b"DKIM-Signature: v=1; a=\r\n", b"DKIM-Signature: " + b"x" * 9000 + b"\r\n", b"DKIM-Signature:\r\n"):
        assert check(header + letter()).dkim["result"] in {"fail", "permerror"}
    assert check(b"").dkim["result"] in {"none", "permerror"}
    assert check(b"DKIM-Signature: v=1; a=rsa-sha256; d=client.test; s=s1; h=from; bh=x; b=x\r\n" * 50 + letter())


def test_one_question_for_each_name(server: DnsServer) -> None:
    raw = sign(letter())
    check(raw)
    asked = len(server.asked)
    check(raw)
    assert len(server.asked) == asked


def test_it_stands_at_the_mail(alice: ApiClient) -> None:
    row = arrive(sign(letter()))
    shown = alice.get(f"{RECEIVED}/{row.id}").json["authentication"]
    assert (shown["dmarc"]["result"], shown["by"], shown["is_aligned"]) == ("pass", "frontdesk", True)
    assert "client.test" in shown["dkim"]["detail"]


def test_who_pretends_to_be_our_own_is_marked(alice: ApiClient, server: DnsServer) -> None:
    verify("northgate.test", "northgate")
    server.give_text("northgate.test", "v=spf1 ip4:198.51.100.1 -all")
    marks = {}
    for name, sender, raw in (
        ("staff", "x@evil.test", letter(sender="Alice <alice@northgate.test>")),
        ("domain", "x@evil.test", letter(sender="boss@sub.northgate.test")),
        ("name", "x@evil.test", letter(sender='"alice@northgate.test" <x@evil.test>')),
        ("client", "carol@client.test", letter()),
    ):
        row = arrive(raw, sender=sender)
        marks[name] = row.is_spoofed
    proven = arrive(letter(sender="alice@northgate.test"), sender="alice@northgate.test", peer="198.51.100.1", helo="n")
    assert marks == {"staff": True, "domain": True, "name": True, "client": False}
    assert proven.is_spoofed is False
    assert len(alice.get(f"{RECEIVED}?is_spoofed=true").json["items"]) == 3


def test_a_forged_sender_continues_nothing(alice: ApiClient) -> None:
    first = arrive(sign(letter(message_id="<1@client.test>")))
    forged = letter(subject="Re: My visa", In_Reply_To="<1@client.test>", body="Pay there")
    row = arrive(forged, peer="8.8.8.8", sender="x@evil.test")
    assert (row.authentication["dmarc"]["result"], row.thread_id == first.thread_id) == ("fail", False)


def header(text: str, *, authserv_id: str = "mx.box.test") -> tuple[str, str, str, bool]:
    found = [("Authentication-Results", each) for each in text.split("|")]
    return results(headers.read(found, authserv_id=authserv_id, from_domain="client.test"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "mx.box.test; dkim=pass header.d=client.test; spf=pass smtp.mailfrom=client.test; dmarc=pass",
            ("pass", "pass", "pass", True),
        ),
        ("mx.box.test; spf=fail smtp.mailfrom=client.test|mx.box.test; spf=pass", ("fail", "none", "none", False)),
        ("evil.test; dkim=pass header.d=client.test", ("none", "none", "none", False)),
        ("mx.box.test; dkim=pass header.d=other.test", ("none", "pass", "none", False)),
        ("mx.box.test; none", ("none", "none", "none", False)),
        ('garbage "', ("none", "none", "none", False)),
    ],
)
def test_what_the_mailboxs_server_wrote(text: str, expected: tuple[str, str, str, bool]) -> None:
    assert header(text) == expected
    assert header(text, authserv_id="") == ("none", "none", "none", False)


def test_by_imap_the_header_of_its_server_counts(alice: ApiClient) -> None:
    with tenancy.platform("tests"):
        box = Mailbox.objects.create(
            organization=Organization.objects.get(slug="northgate"),
            name="Help",
            address="help@northgate.test",
            host="imap.box.test",
            username="u",
            authserv_id="mx.box.test",
        )
    told = letter(Authentication_Results="mx.box.test; dmarc=pass header.from=client.test; spf=pass")
    row = arrive(told, source="imap", mailbox=box, sender="")
    assert (row.authentication["by"], row.authentication["dmarc"]["result"]) == ("mailbox", "pass")
    forged = arrive(letter(Authentication_Results="evil.test; dmarc=pass"), source="imap", mailbox=box, sender="")
    assert (forged.authentication["by"], forged.authentication["dmarc"]["result"]) == ("", "none")
    signed = arrive(sign(letter(subject="Signed")), source="imap", mailbox=box, sender="")
    assert (signed.authentication["by"], signed.authentication["is_aligned"]) == ("frontdesk", True)
