"""Mailboxes fetched by IMAP from a real Dovecot: nothing is lost, nothing comes twice, whatever breaks."""

import contextlib
import http.server
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from frontdesk.mail import inbound
from frontdesk.mail.inbound.imap import accounts, connecting, fetching, holding
from frontdesk.mail.models import Mailbox, ReceivedMail
from frontdesk.mail.tests.arrivals import RECEIVED, letter, quiet_dns
from frontdesk.mail.tests.dovecot import PASSWORD, USER, Dovecot, dovecot
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import jobs, tenancy
from frontdesk.platform.outbound import guard

MAILBOXES = "/api/mail/mailboxes"
pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
TRUE = "another password"


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot({USER: PASSWORD, "second": TRUE}) as running:
        yield running


@pytest.fixture(autouse=True)
def _world(server: Dovecot, settings: Settings) -> Iterator[None]:
    settings.OUTBOUND_ALLOW = ["127.0.0.1", "localhost", "127.0.0.0/8"]
    for user in server.users:
        with server.client(user) as client:
            for _, _, name in client.list_folders():
                client.select_folder(name)
                client.delete_messages(client.search(["ALL"]))
                client.expunge()
                client.unselect_folder()
                if name != "INBOX":
                    client.delete_folder(name)
    with quiet_dns():
        yield


def body(server: Dovecot, **changes: object) -> dict[str, object]:
    return {
        "name": "Help",
        "address": "help@northgate.test",
        "host": "127.0.0.1",
        "port": server.port,
        "tls": "none",
        "username": USER,
        "password": PASSWORD,
        **changes,
    }


def make(client: ApiClient, server: Dovecot, **changes: object) -> dict[str, Any]:
    answer = client.post(MAILBOXES, body(server, **changes))
    assert answer.status == 201, answer.json
    return dict(answer.json)


def fetch(made: dict[str, Any]) -> int:
    box = row(made)
    with tenancy.platform("tests"):
        account = accounts.account_of(box)
    client = connecting.connect(account)
    try:
        return fetching.fetch_new(client, box.id, box.organization_id, lambda: False)
    finally:
        connecting.close(client)


def row(made: dict[str, Any]) -> Mailbox:
    with tenancy.platform("tests"):
        found: Mailbox = Mailbox.objects.get(id=made["id"])
        return found


def subjects() -> list[str]:
    with tenancy.platform("tests"):
        return list(ReceivedMail.objects.order_by("created_at").values_list("subject", flat=True))


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not come about."
        time.sleep(0.1)


def test_what_nobody_has_read_is_taken_at_first_and_then_what_is_new(server: Dovecot, alice: ApiClient) -> None:
    server.add(letter(subject="Old and read"), flags=(rb"\Seen",))
    server.add(letter(subject="Unread"))
    made = make(alice, server)
    assert fetch(made) == 1
    server.add(letter(subject="New"))
    assert (fetch(made), fetch(made)) == (1, 0)
    assert subjects() == ["Unread", "New"]
    assert all(rb"\Seen" in flags for flags in server.flags().values())
    jobs.run_pending()
    items = alice.get(f"{RECEIVED}?source=imap").json["items"]
    assert {(each["subject"], each["mailbox_id"], each["state"]) for each in items} == {
        ("Unread", made["id"], "parsed"),
        ("New", made["id"], "parsed"),
    }


@pytest.mark.parametrize("afterwards", ["keep", "seen", "move", "delete"])
def test_what_becomes_of_it_there(server: Dovecot, alice: ApiClient, afterwards: str) -> None:
    server.add(letter())
    made = make(alice, server, afterwards=afterwards, move_to="Erledigt & geprüft" if afterwards == "move" else "")
    fetch(made)
    left = [rb"\Seen" in flags for flags in server.flags().values()]
    assert left == {"keep": [False], "seen": [True], "move": [], "delete": []}[afterwards]
    if afterwards == "move":
        assert len(server.flags("Erledigt & geprüft")) == 1
    assert len(subjects()) == 1


def test_nothing_is_done_there_before_it_is_kept_here(
    server: Dovecot, alice: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add(letter())
    made = make(alice, server, afterwards="delete")

    def fail(*arguments: object, **named: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(inbound, "accept", fail)
        with pytest.raises(RuntimeError):
            fetch(made)
    assert len(server.flags()) == 1
    with monkeypatch.context() as patched:
        patched.setattr(fetching, "_finish", fail)  # kept, and killed before it is done with there
        with pytest.raises(RuntimeError):
            fetch(made)
    assert (len(server.flags()), len(subjects())) == (1, 1)
    fetch(made)
    assert (len(server.flags()), len(subjects())) == (0, 1)


def test_a_folder_made_anew_begins_again_and_repeats_nothing(server: Dovecot, alice: ApiClient) -> None:
    with server.client() as client:
        client.create_folder("Anfragen")
    kept = letter(subject="One")
    server.add(kept, folder="Anfragen")
    made = make(alice, server, folder="Anfragen", afterwards="keep")
    fetch(made)
    before = row(made)
    with server.client() as client:
        client.delete_folder("Anfragen")
        time.sleep(1.1)  # UIDVALIDITY is a time in seconds
        client.create_folder("Anfragen")
    server.add(kept, folder="Anfragen")
    server.add(letter(subject="Two"), folder="Anfragen")
    fetch(made)
    after = row(made)
    assert before.uid_validity != after.uid_validity
    assert subjects() == ["One", "Two"]


def test_gaps_and_odd_names(server: Dovecot, alice: ApiClient) -> None:
    with server.client() as client:
        client.create_folder("Envíos ñ & 信")
    made = make(alice, server, folder="Envíos ñ & 信", afterwards="delete")
    for number in range(3):
        server.add(letter(subject=f"Number {number}"), folder="Envíos ñ & 信")
        fetch(made)
    with server.client() as client:
        client.select_folder("Envíos ñ & 信")
    server.add(letter(subject="Gone"), folder="Envíos ñ & 信")
    with server.client() as client:
        client.select_folder("Envíos ñ & 信")
        client.delete_messages(client.search(["ALL"]))
        client.expunge()
    server.add(letter(subject="Last"), folder="Envíos ñ & 信")
    fetch(made)
    assert subjects() == ["Number 0", "Number 1", "Number 2", "Last"]


def test_what_is_too_large_is_told_of_and_stays(
    server: Dovecot, alice: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MAX_BYTES", 10_000)
    server.add(letter(subject="Huge", body="x" * 20_000))
    server.add(letter(subject="Small"))
    made = make(alice, server, afterwards="delete")
    assert fetch(made) == 2
    jobs.run_pending()
    states = {each["subject"]: each for each in alice.get(RECEIVED).json["items"]}
    assert (states["Huge"]["state"], states["Small"]["state"]) == ("unparsable", "parsed")
    assert "in the mailbox" in states["Huge"]["parse_error"]
    assert len(server.flags()) == 1


def test_mail_is_pushed_within_seconds_and_a_lost_server_is_found_again(
    server: Dovecot, alice: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "LOOK_SECONDS", 0.2)
    first = make(alice, server)
    second = make(alice, server, name="Second", username="second", password=TRUE)
    with holding.running():
        wait_for(lambda: all(row(each).connected_at for each in (first, second)))
        time.sleep(1.0)  # both wait for news
        began = time.monotonic()
        server.add(letter(subject="To the first"))
        server.add(letter(subject="To the second"), user="second")
        wait_for(lambda: len(subjects()) == 2)
        assert time.monotonic() - began < 30
        server.stop()
        try:
            wait_for(lambda: bool(row(first).last_error))
        finally:
            server.start()
        server.add(letter(subject="After the fall"))
        wait_for(lambda: "After the fall" in subjects(), 120)
        assert alice.get(f"{MAILBOXES}/{first['id']}").json["condition"] == "connected"
        paused = alice.post(f"{MAILBOXES}/{first['id']}/pause").json
        assert paused["condition"] == "paused"
        time.sleep(2.0)
        server.add(letter(subject="While paused"))
        time.sleep(2.0)
        assert "While paused" not in subjects()
        alice.post(f"{MAILBOXES}/{first['id']}/resume")
        wait_for(lambda: "While paused" in subjects())
    assert len(subjects()) == 4


def test_one_process_holds_a_mailbox(server: Dovecot, alice: ApiClient) -> None:
    made = make(alice, server)
    mailbox_id, held = UUID(made["id"]), threading.Event()
    seen: list[bool] = []
    done = threading.Event()

    def hold() -> None:
        with holding._held(mailbox_id) as is_ours:
            seen.append(is_ours)
            held.set()
            done.wait(30)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(30)
    with holding._held(mailbox_id) as is_ours:
        seen.append(is_ours)
    done.set()
    thread.join(30)
    assert seen == [True, False]


def test_tls_is_verified(server: Dovecot, alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for changes in ({"tls": "implicit", "port": server.tls_port}, {"tls": "starttls"}):
        made = make(alice, server, name=str(changes["tls"]), folder=str(changes["tls"]), **changes)
        looked = alice.post(f"{MAILBOXES}/{made['id']}/check").json
        assert looked["is_ok"] is False
        assert "certificate" in looked["detail"]
        with monkeypatch.context() as patched:
            trusting = ssl.create_default_context(cadata=server.authority.pem)
            patched.setattr(guard, "tls", lambda trusting=trusting: trusting)
            alice.patch(f"{MAILBOXES}/{made['id']}", {"version": 1, "folder": "INBOX"})
            looked = alice.post(f"{MAILBOXES}/{made['id']}/check").json
        assert looked["is_ok"] is True, looked
        assert alice.delete(f"{MAILBOXES}/{made['id']}").status == 204


def test_a_check_says_what_is_wrong(server: Dovecot, alice: ApiClient) -> None:
    server.add(b"Authentication-Results: mx.northgate.test; spf=pass\r\n" + letter())
    made = make(alice, server)
    good = alice.post(f"{MAILBOXES}/{made['id']}/check").json
    assert (good["is_ok"], good["folders"], good["authserv_id"]) == (True, ["INBOX"], "mx.northgate.test")
    assert not any(rb"\Seen" in flags for flags in server.flags().values())
    wrong = alice.patch(f"{MAILBOXES}/{made['id']}", {"version": 1, "password": "no"}).json
    refused = alice.post(f"{MAILBOXES}/{made['id']}/check").json
    assert (refused["is_ok"], "does not let help in" in refused["detail"]) == (False, True)
    alice.patch(f"{MAILBOXES}/{made['id']}", {"version": wrong["version"], "password": PASSWORD, "folder": "Nowhere"})
    assert "no folder Nowhere" in alice.post(f"{MAILBOXES}/{made['id']}/check").json["detail"]


def test_secrets_never_come_back_and_do_not_move(server: Dovecot, alice: ApiClient) -> None:
    made = make(alice, server)
    assert (made["password_set"], made["refresh_token_set"]) == (True, False)
    assert PASSWORD not in str(alice.get(MAILBOXES).json)
    moved = alice.patch(f"{MAILBOXES}/{made['id']}", {"version": 1, "host": "localhost"})
    assert moved.status == 422
    assert moved.json["errors"][0]["field"] == "password"
    renamed = alice.patch(f"{MAILBOXES}/{made['id']}", {"version": 1, "name": "Other"}).json
    assert (renamed["password_set"], renamed["version"]) == (True, 2)
    late = alice.patch(f"{MAILBOXES}/{made['id']}", {"version": 1, "name": "Late"})
    assert (late.status, late.json["current_version"]) == (409, 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "10.0.0.1"},
        {"host": "169.254.169.254"},
        {"tls": "none", "host": "imap.example.com"},
        {"password": ""},
        {"auth": "oauth2"},
        {"afterwards": "move"},
        {"port": 0},
        {"host": "a b"},
        {"folder": "a\nb"},
        {"nonsense": 1},
    ],
)
def test_bad_ones_are_refused(server: Dovecot, alice: ApiClient, changes: dict[str, object]) -> None:
    assert alice.post(MAILBOXES, body(server, **changes)).status == 422
    assert alice.get(MAILBOXES).json["items"] == []


def test_who_may(server: Dovecot, alice: ApiClient, bob: ApiClient, dave: ApiClient, nobody: ApiClient) -> None:
    made = make(alice, server)
    assert alice.post(MAILBOXES, body(server)).status == 409
    assert [who.get(MAILBOXES).status for who in (bob, nobody)] == [403, 401]
    for verb in ("check", "pause", "resume"):
        assert dave.post(f"{MAILBOXES}/{made['id']}/{verb}").status == 404
    assert dave.delete(f"{MAILBOXES}/{made['id']}").status == 404
    assert row(made).state == "active"


class _Tokens(http.server.BaseHTTPRequestHandler):
    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        token = "stale" if self.asked == 1 else PASSWORD
        answer = f'{{"access_token": "{token}", "expires_in": 3600}}'.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments: object) -> None:
        pass


def test_oauth_asks_anew_for_a_token_that_is_refused(server: Dovecot, alice: ApiClient) -> None:
    tokens = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Tokens)
    threading.Thread(target=tokens.serve_forever, daemon=True).start()
    try:
        made = make(
            alice,
            server,
            auth="oauth2",
            oauth={"token_url": f"http://127.0.0.1:{tokens.server_port}/token", "client_id": "fd"},
            refresh_token="r",
            password="",
        )
        server.add(letter())
        looked = alice.post(f"{MAILBOXES}/{made['id']}/check").json
        assert looked["is_ok"] is True, looked
        assert fetch(made) == 1
        assert _Tokens.asked == 2
    finally:
        tokens.shutdown()
        tokens.server_close()


def test_a_server_that_announces_too_much_is_left(alice: ApiClient, settings: Settings) -> None:
    class Bomb(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK [CAPABILITY IMAP4rev1] hello\r\n")
            for line in self.rfile:
                tag = line.split()[0]
                if b"LIST" in line:
                    self.wfile.write(b"* LIST () {99999999999}\r\n")
                    return
                self.wfile.write(b"%s OK done\r\n" % tag)

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Bomb)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        account = connecting.Account(
            "127.0.0.1", server.server_address[1], "none", "password", "u", {}, {"password": "p"}
        )
        looked = accounts.look(account, "INBOX")
        assert (looked.is_ok, "99999999999" in looked.detail) == (False, True)
    finally:
        server.shutdown()
        server.server_close()


def test_a_server_that_never_ends_its_answer_is_left(alice: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Flood(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK [CAPABILITY IMAP4rev1] hello\r\n")
            for line in self.rfile:
                with contextlib.suppress(OSError):
                    while b"LIST" in line:
                        self.wfile.write(b'* LIST () "/" again\r\n' * 100)
                self.wfile.write(b"%s OK done\r\n" % line.split()[0])

    monkeypatch.setattr(connecting, "MAX_ANSWER", 100_000)
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Flood)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        account = connecting.Account(
            "127.0.0.1", server.server_address[1], "none", "password", "u", {}, {"password": "p"}
        )
        looked = accounts.look(account, "INBOX")
        assert (looked.is_ok, "does not end its answer" in looked.detail) == (False, True)
    finally:
        server.shutdown()
        server.server_close()
