"""What goes over the line: what SMTP can say, encrypted as asked, and only to servers that may be asked."""

import socket
from collections.abc import Iterator
from uuid import uuid4

import pytest
from pytest_django import Settings

from frontdesk.mail.tests.certificates import Authority
from frontdesk.mail.tests.faulty import FaultyServer, faulty_server
from frontdesk.mail.tests.smtp_peers import MIME, mail, send, way
from frontdesk.mail.transports import ProviderDown, TransportError, Way, check, open_transport
from frontdesk.mail.transports.smtp import pools


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with faulty_server() as running:
        yield running
    pools.close_idle()


def test_addresses_in_other_scripts(server: FaultyServer) -> None:
    send(server, mail("josé@bücher.example"))
    (taken,) = server.taken
    assert taken.recipients == ["josé@xn--bcher-kva.example"]
    assert "SMTPUTF8" in taken.options


@pytest.mark.parametrize(
    ("recipient", "words"),
    [
        ("josé@client.test", "SMTPUTF8"),
        ("carol@client.test>\r\nDATA", "no address may hold"),
        ("carol", "name@domain"),
        ("carol@", "name@domain"),
        ("", "no address"),
        ("carol@bü cher.test", "no address may hold"),
        ("carol@" + "ü" * 70 + ".test", "no domain"),
    ],
)
def test_an_address_that_smtp_cannot_say_fails_for_good(recipient: str, words: str) -> None:
    with faulty_server(features=()) as server, open_transport(way(server)) as transport:
        with pytest.raises(TransportError, match=words) as refused:
            transport.send(mail(recipient))
        assert refused.value.permanent
        transport.send(mail())
        assert server.recipients == ["carol@client.test"]


def test_eight_bits_go_as_the_server_takes_them(server: FaultyServer) -> None:
    mime = (
        b"From: desk@frontdesk.test\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\nCaf\xc3\xa9\r\n"
    )
    send(server, mail(mime=mime))
    with faulty_server(features=()) as old:
        send(old, mail(mime=mime))
    assert server.taken[0].content == mime
    assert "BODY=8BITMIME" in server.taken[0].options
    assert old.taken[0].content.isascii()
    assert b"Caf=C3=A9" in old.taken[0].content or b"Q2Fmw6k" in old.taken[0].content
    assert old.taken[0].options == ""


def test_a_mail_larger_than_the_server_takes_is_not_sent() -> None:
    with faulty_server(features=("SIZE 1000000",)) as server:
        with pytest.raises(TransportError, match=r"1\.2 MB.*1\.0 MB") as refused:
            send(server, mail(mime=MIME + b"x\r\n" * 400_000))
        assert refused.value.permanent
        assert "DATA" not in server.commands


def test_an_old_server_is_greeted_the_old_way() -> None:
    with faulty_server() as server:
        server.faults.greeting = "220 old"
        conversation = "frontdesk.mail.tests.faulty._Conversation.ehlo"
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(conversation, lambda self, rest: self.say("502 5.5.1 What?"))
            send(server)
        assert "HELO" in server.commands[1]


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_encryption_is_checked_against_the_authority(tls: str) -> None:
    authority = Authority()
    with faulty_server(tls=tls, authority=authority) as server:
        send(server, ca_pem=authority.pem)
        assert len(server.taken) == 1
        with pytest.raises(ProviderDown, match="no valid certificate"):
            send(server)
        with pytest.raises(ProviderDown, match="no valid certificate"):
            send(server, ca_pem=Authority().pem)
    with faulty_server(tls=tls, authority=authority, names=("mail.example.com",)) as other:
        with pytest.raises(ProviderDown, match="name that its certificate is for"):
            send(other, ca_pem=authority.pem)
        assert other.taken == []


def test_nothing_goes_in_clear_when_encryption_was_asked_for() -> None:
    authority = Authority()
    with faulty_server(tls="starttls", authority=authority, users={"desk": "secret"}) as server:
        server.faults.refuse_starttls = True
        signing_in = Way("smtp", {**way(server).settings, "user": "desk"}, {"password": "secret"})
        with pytest.raises(ProviderDown, match="does not offer STARTTLS"), open_transport(signing_in):
            pass
        assert not [command for command in server.commands if command.startswith(("AUTH", "MAIL"))]


def test_what_is_said_in_clear_after_starttls_is_not_believed() -> None:
    authority = Authority()
    with faulty_server(tls="starttls", authority=authority) as server:
        server.faults.chatter = True
        with pytest.raises(ProviderDown):
            send(server, ca_pem=authority.pem)
        assert server.taken == []


def test_an_organizations_server_may_not_be_in_a_private_network(server: FaultyServer, settings: Settings) -> None:
    theirs = Way("smtp", way(server).settings, org_id=uuid4())
    named = Way("smtp", {**way(server).settings, "host": "localhost"}, org_id=uuid4())
    for refused in (theirs, named):
        with pytest.raises(ProviderDown, match="private or reserved"), open_transport(refused):
            pass
    assert server.connections == 0
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]
    with open_transport(theirs) as transport:
        transport.send(mail())
    assert len(server.taken) == 1


def test_the_checked_address_is_the_one_connected_to_and_the_name_the_certificates(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that answers otherwise the second time (rebinding) is not asked a second time."""
    settings.OUTBOUND_ALLOW = ["127.0.0.1/32"]
    authority = Authority()
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, *rest: object, **named: object) -> object:
        if host != "mail.rebind.test":
            return real(host, *rest, **named)  # type: ignore[arg-type]  # passed on as it came
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "10.9.9.9", *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with faulty_server(tls="starttls", authority=authority, names=("mail.rebind.test",)) as server:
        told = {**way(server, ca_pem=authority.pem).settings, "host": "mail.rebind.test"}
        theirs = Way("smtp", told, org_id=uuid4())
        check(theirs)
        assert asked == ["mail.rebind.test"]
        with pytest.raises(ProviderDown, match="private or reserved"):
            check(theirs)
        assert server.connections == 1
