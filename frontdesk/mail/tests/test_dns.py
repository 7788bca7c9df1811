"""Questions to name servers, asked of a real one."""

from collections.abc import Iterator

import dns.rcode
import pytest

from frontdesk.mail.tests.dns_server import DnsServer, serving
from frontdesk.platform import dns as names


@pytest.fixture
def server() -> Iterator[DnsServer]:
    with serving() as running:
        yield running


def test_records_are_told_as_they_are_written(server: DnsServer) -> None:
    server.give_text("example.test", "v=spf1 -all", "x" * 600)
    server.give("example.test", "MX", "10 mx.example.test.")
    assert sorted(names.ask("example.test", "TXT")) == ["v=spf1 -all", "x" * 600]
    assert names.ask("example.test", "MX") == ["10 mx.example.test."]
    assert names.ask("example.test", "A") == []
    assert names.ask("nobody.test", "TXT") == []


def test_a_long_answer_comes_by_another_way(server: DnsServer) -> None:
    server.give_text("example.test", *[f"{n} " + "y" * 250 for n in range(40)])
    assert len(names.ask("example.test", "TXT")) == 40


def test_aliases_are_followed(server: DnsServer) -> None:
    server.give("sel._domainkey.example.test", "CNAME", "sel.provider.test.")
    server.give_text("sel.provider.test", "v=DKIM1; p=abc")
    assert names.ask("sel._domainkey.example.test", "TXT") == ["v=DKIM1; p=abc"]
    assert names.ask("sel._domainkey.example.test", "CNAME") == ["sel.provider.test."]


def test_a_failing_server_is_no_missing_record(server: DnsServer) -> None:
    server.failing["example.test"] = dns.rcode.SERVFAIL
    with pytest.raises(names.DnsFailed):
        names.ask("example.test", "TXT")


def test_silence_ends(server: DnsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.silent.add("example.test")
    monkeypatch.setattr(names.resolver(), "lifetime", 0.3)
    with pytest.raises(names.DnsFailed, match="within"):
        names.ask("example.test", "TXT")


@pytest.mark.django_db
def test_nobody_is_asked_inside_a_transaction(server: DnsServer) -> None:
    with pytest.raises(RuntimeError):
        names.ask("example.test", "TXT")
    assert server.asked == []
