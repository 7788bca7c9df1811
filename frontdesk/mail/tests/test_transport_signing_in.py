"""Signing in to a mail server: by password in each of the known ways, and by an access token that somebody grants."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from pytest_django import Settings

from frontdesk.mail.tests.certificates import Authority
from frontdesk.mail.tests.faulty import FaultyServer, faulty_server
from frontdesk.mail.tests.recorder import Answer, Recorder, recorder
from frontdesk.mail.transports import Outgoing, ProviderDown, Way, check, oauth, open_transport
from frontdesk.mail.transports.smtp import pools

MAIL = Outgoing("desk@frontdesk.test", "carol@client.test", b"Subject: Hello\r\n\r\nHello\r\n")
SECRET = "pässword: with spaces"


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with faulty_server(users={"desk@frontdesk.test": SECRET}) as running:
        yield running
    pools.close_idle()


def way(server: FaultyServer, password: str = SECRET, **settings: object) -> Way:
    where = {"host": "127.0.0.1", "port": server.port, "tls": server.tls, "user": "desk@frontdesk.test"}
    return Way("smtp", {**where, **settings}, {"password": password})


@pytest.mark.parametrize("mechanism", ["plain", "login", "cram-md5"])
def test_a_password_signs_in(server: FaultyServer, mechanism: str) -> None:
    with open_transport(way(server, auth=mechanism)) as transport:
        transport.send(MAIL)
    assert server.signed_in == [(mechanism.upper(), "desk@frontdesk.test")]
    assert len(server.taken) == 1


@pytest.mark.parametrize("mechanism", ["plain", "login", "cram-md5"])
def test_a_wrong_password_says_what_to_do(server: FaultyServer, mechanism: str) -> None:
    with pytest.raises(ProviderDown, match="Check user name and password") as refused:
        check(way(server, "wrong", auth=mechanism))
    assert "535" in str(refused.value)
    assert "wrong" not in str(refused.value)


def test_the_best_that_is_offered_is_taken() -> None:
    authority = Authority()
    for tls, offered, taken in [
        ("none", "LOGIN CRAM-MD5 PLAIN", "CRAM-MD5"),
        ("implicit", "CRAM-MD5 LOGIN PLAIN", "PLAIN"),
        ("implicit", "NTLM LOGIN", "LOGIN"),
    ]:
        users = {"desk@frontdesk.test": SECRET}
        with faulty_server(tls=tls, authority=authority, users=users, mechanisms=offered) as server:
            check(way(server, ca_pem=authority.pem))
            assert server.signed_in[0][0] == taken


def test_a_server_that_offers_no_known_way_says_which_it_has(server: FaultyServer) -> None:
    server.mechanisms = "NTLM GSSAPI"
    with pytest.raises(ProviderDown, match="offers gssapi, ntlm"):
        check(way(server))
    server.mechanisms = "PLAIN"
    with pytest.raises(ProviderDown, match="by login"):
        check(way(server, auth="login"))


@pytest.fixture
def granter(settings: Settings) -> Iterator[Recorder]:
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]
    with recorder() as running:
        running.answer = lambda asked: Answer(body={"access_token": f"t{len(running.asked)}", "expires_in": 3600})
        yield running


def token_way(server: FaultyServer, granter: Recorder, **settings: object) -> Way:
    told = {"auth": "xoauth2", "token_url": f"{granter.url}/token", "client_id": "client", "scope": "mail.send"}
    secrets = {"refresh_token": "refresh me", "client_secret": "hush"}
    return Way("smtp", {**way(server).settings, **told, **settings}, secrets)


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_token_signs_in_and_is_kept(server: FaultyServer, granter: Recorder, mechanism: str) -> None:
    server.tokens = {"t1"}
    for _ in range(3):
        check(token_way(server, granter, auth=mechanism))
    assert server.signed_in == [(mechanism.upper(), "desk@frontdesk.test")] * 3
    (asked,) = granter.asked
    assert parse_qs(asked.body.decode()) == {
        "grant_type": ["refresh_token"], "client_id": ["client"], "client_secret": ["hush"],
        "refresh_token": ["refresh me"], "scope": ["mail.send"],
    }  # fmt: skip


def test_an_applications_own_permission(server: FaultyServer, granter: Recorder) -> None:
    server.tokens = {"t1"}
    check(token_way(server, granter, grant="client_credentials"))
    assert "refresh_token" not in parse_qs(granter.asked[0].body.decode())


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_a_token_that_was_withdrawn_is_fetched_anew_once(
    server: FaultyServer, granter: Recorder, mechanism: str
) -> None:
    server.tokens = {"t2"}
    check(token_way(server, granter, auth=mechanism))
    assert len(granter.asked) == 2
    server.tokens = {"none"}
    with pytest.raises(ProviderDown, match="scope"):
        check(token_way(server, granter, auth=mechanism))
    assert len(granter.asked) == 3


def test_a_token_about_to_end_is_not_used(server: FaultyServer, granter: Recorder) -> None:
    granter.answer = lambda asked: Answer(body={"access_token": "short", "expires_in": oauth.SPARE_SECONDS - 1})
    server.tokens = {"short"}
    for _ in range(2):
        check(token_way(server, granter))
    assert len(granter.asked) == 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(400, {"error": "invalid_grant", "error_description": "hush"}), "sign in again"),
        (Answer(401, {"error": "invalid_client"}), "client secret"),
        (Answer(200, b"<html>"), "token address"),
        (Answer(200, ["x"]), "token address"),
        (Answer(500, {"error": "a <b>\n"}), "500"),
    ],
)
def test_a_refused_grant_says_what_to_do(server: FaultyServer, granter: Recorder, answer: Answer, words: str) -> None:
    granter.answer = lambda asked: answer
    with pytest.raises(ProviderDown, match=words) as refused:
        check(token_way(server, granter, client_id=words))
    assert "hush" not in str(refused.value)
    assert "refresh me" not in str(refused.value)


def test_tokens_are_not_asked_for_in_private_networks(
    server: FaultyServer, granter: Recorder, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOW = []
    with pytest.raises(ProviderDown, match="private"):
        check(token_way(server, granter, client_id="guarded"))
    assert granter.asked == []


def test_no_secret_is_shown(server: FaultyServer, granter: Recorder) -> None:
    opened = token_way(server, granter)
    assert "hush" not in repr(opened)
    assert "hush" not in repr(oauth.Grant.of(opened))
