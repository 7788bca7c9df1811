"""Mail by SMTP: what was taken is known, what was not comes back with the right word, and connections are kept."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from frontdesk.mail.tests.faulty import FaultyServer, faulty_server
from frontdesk.mail.tests.smtp_peers import MIME, mail, send, wait_until, way
from frontdesk.mail.transports import Busy, ProviderDown, TransportError, Way, check, open_transport
from frontdesk.mail.transports.smtp import SmtpTransport, line, pool, pools
from frontdesk.mail.transports.smtp.line import Reply
from frontdesk.mail.transports.smtp.server import Server


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with faulty_server() as running:
        yield running
    pools.close_idle()


@pytest.mark.parametrize("features", [("PIPELINING",), ()], ids=["pipelined", "in turn"])
def test_a_mail_arrives_as_it_is(features: tuple[str, ...]) -> None:
    with faulty_server(features=features) as server:
        mime = MIME + b".\r\n..\r\n.hidden\r\n\r\n"
        assert send(server, mail(mime=mime, return_path="bounces+1@frontdesk.test")) == ["2.0.0 Kept as 1"]
        (taken,) = server.taken
    assert (taken.sender, taken.recipients) == ("bounces+1@frontdesk.test", ["carol@client.test"])
    assert taken.content == mime


def test_a_lone_line_end_cannot_end_the_mail(server: FaultyServer) -> None:
    """Some servers take "\\n.\\n" for the end, and what follows for the next mail."""
    send(server, mail(mime=MIME + b"one\n.\nMAIL FROM:<x@y.test>\r.\r\rtwo"))
    (taken,) = server.taken
    assert taken.content.endswith(b"one\r\n.\r\nMAIL FROM:<x@y.test>\r\n.\r\n\r\ntwo\r\n")
    assert b"\n" not in taken.content.replace(b"\r\n", b"")


def test_connections_are_kept_between_openings(server: FaultyServer) -> None:
    for _ in range(3):
        send(server, mail(), mail())
    assert (len(server.taken), server.connections) == (6, 1)
    send(server, local_name="other.test")
    assert server.connections == 2  # another way shares none


def test_a_connection_that_the_server_ended_is_replaced(server: FaultyServer) -> None:
    send(server)
    server.drop_connections()
    send(server)
    server.faults.drop_idle = True
    send(server, mail(), mail(), mail())
    assert len(server.taken) == 5


def test_a_connection_ends_after_so_many_mails(server: FaultyServer) -> None:
    send(server, *[mail() for _ in range(5)], mails_per_connection=2)
    assert (len(server.taken), server.connections) == (5, 3)


def test_a_server_that_wants_few_mails_per_connection_gets_them_all(server: FaultyServer) -> None:
    server.faults.after = 2
    send(server, *[mail() for _ in range(5)])
    assert (len(server.taken), server.connections) == (5, 3)


def test_idle_connections_are_closed(server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "IDLE_SECONDS", 0.02)
    kept = pool.Pools()
    transport = SmtpTransport(Server.from_url(server.url), kept.of("one", Server.from_url(server.url)))
    transport.send(mail())
    transport.close()
    wait_until(lambda: server.open_connections == 0)
    assert server.commands[-1] == "QUIT"


def test_a_process_opens_so_many_connections_and_no_more(server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "WAIT_SECONDS", 0.05)
    bounded = Way("smtp", way(server).settings, max_connections=2)
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(open_transport(bounded)).send(mail())
        with pytest.raises(Busy, match="in use") as busy, open_transport(bounded):
            pass
        assert busy.value.retry_after == 1
    with open_transport(bounded):  # two came back
        pass
    assert server.connections == 2


@pytest.mark.parametrize(
    ("stage", "answer", "permanent"),
    [
        ("mail", "451 4.7.1 Greylisted", False),
        ("mail", "550 5.1.8 Not this sender", True),
        ("rcpt", "450 4.2.0 Later", False),
        ("rcpt", "452 4.2.2 Mailbox full", False),
        ("rcpt", "550 5.1.1 No such user", True),
        ("data", "451 4.3.0 Later", False),
        ("data", "554 5.7.1 No", True),
        ("end", "451 4.3.0 Later", False),
        ("end", "554 5.6.0 Spam", True),
        ("end", "421 4.3.2 Going down", False),
    ],
)
@pytest.mark.parametrize("features", [("PIPELINING",), ()], ids=["pipelined", "in turn"])
def test_a_refusal_is_of_one_mail(stage: str, answer: str, permanent: bool, features: tuple[str, ...]) -> None:
    with faulty_server(features=features) as server:
        getattr(server.faults, stage).append(answer)
        with open_transport(way(server)) as transport:
            with pytest.raises(TransportError) as refused:
                transport.send(mail("first@client.test"))
            transport.send(mail("second@client.test"))
        assert (refused.value.permanent, refused.value.in_doubt) == (permanent, False)
        assert answer in str(refused.value)
        assert server.recipients == ["second@client.test"]


@pytest.mark.parametrize("queue", ["mail", "rcpt"])
def test_a_careless_server_gets_no_empty_mail(server: FaultyServer, queue: str) -> None:
    server.faults.careless = True
    getattr(server.faults, queue).append("550 5.7.1 No")
    with open_transport(way(server)) as transport:
        with pytest.raises(TransportError, match="No") as refused:
            transport.send(mail("first@client.test"))
        assert refused.value.permanent
        transport.send(mail("second@client.test"))
    assert server.recipients == ["second@client.test"]
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("stage", "answer", "seconds"),
    [
        ("mail", "421 4.3.2 Overloaded", 30),
        ("mail", "452 4.3.1 Insufficient system storage", 30),
        ("rcpt", "450 4.7.0 Too many connections", 30),
        ("rcpt", "452 4.7.0 Hourly sending quota exceeded", 900),
        ("end", "454 Throttling failure: Maximum sending rate exceeded", 30),
        ("end", "550 5.4.5 Daily user sending limit exceeded", 3600),
    ],
)
def test_a_server_that_wants_fewer_mails_is_busy(server: FaultyServer, stage: str, answer: str, seconds: float) -> None:
    getattr(server.faults, stage).append(answer)
    with pytest.raises(Busy) as busy:
        send(server)
    assert busy.value.retry_after == seconds
    assert server.taken == []


def test_a_server_with_too_many_connections_is_busy(server: FaultyServer) -> None:
    server.faults.most_connections = 1
    with open_transport(way(server)) as first:
        with pytest.raises(Busy, match="Too many"), open_transport(way(server)):
            pass
        first.send(mail())
    assert len(server.taken) == 1


def test_a_mail_without_an_answer_is_in_doubt(server: FaultyServer) -> None:
    server.faults.drop_after_data = 1
    with open_transport(way(server)) as transport:
        with pytest.raises(TransportError) as lost:
            transport.send(mail("first@client.test"))
        transport.send(mail("second@client.test"))
    assert (lost.value.permanent, lost.value.in_doubt) == (False, True)
    assert server.recipients == ["first@client.test", "second@client.test"]


def test_a_mail_that_broke_off_before_its_content_is_not_in_doubt(server: FaultyServer) -> None:
    server.faults.drop_before_data = 1
    with pytest.raises(TransportError) as lost:
        send(server)
    assert (lost.value.permanent, lost.value.in_doubt) == (False, False)


def test_a_late_answer_is_waited_for_and_then_in_doubt(server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "REPLY_SECONDS", 0.5)
    server.faults.delay = 1.0
    assert send(server) == ["2.0.0 Kept as 1"]
    monkeypatch.setattr(line, "DATA_SECONDS", 0.1)
    with pytest.raises(TransportError, match="in time") as lost:
        send(server)
    assert lost.value.in_doubt


def test_a_server_that_ends_each_connection_is_down(server: FaultyServer) -> None:
    server.faults.drop_before_data = 9
    with open_transport(way(server)) as transport:
        for _ in range(3):
            with pytest.raises(TransportError):
                transport.send(mail())
        with pytest.raises(ProviderDown, match="ends each connection"):
            transport.send(mail())


def test_a_server_that_is_not_there_is_down() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = Way("smtp", {"host": "127.0.0.1", "port": unused.getsockname()[1], "tls": "none"})
        with pytest.raises(ProviderDown, match="no mail server listens there"), open_transport(nowhere):
            pass


@pytest.mark.parametrize("fault", [{"dribble": 0.05}, {"endless": True}, {"greeting": "HTTP/1.1 400 Bad Request"}])
def test_a_server_that_wastes_our_time_is_down(
    server: FaultyServer, fault: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "REPLY_SECONDS", 0.3)
    for name, value in fault.items():
        setattr(server.faults, name, value)
    with pytest.raises(ProviderDown), open_transport(way(server)):
        pass


def test_a_line_of_a_broken_off_mail_is_not_used_again(server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its next answer would be taken for that of another mail."""

    def stop(self: line.Line, seconds: float | None = None) -> Reply:
        raise KeyboardInterrupt

    with open_transport(way(server)) as transport, monkeypatch.context() as patched:
        patched.setattr(line.Line, "reply", stop)
        with pytest.raises(KeyboardInterrupt):
            transport.send(mail())
    assert send(server, mail("second@client.test")) == ["2.0.0 Kept as 1"]
    assert server.recipients == ["second@client.test"]


def test_a_check_signs_in_and_sends_nothing(server: FaultyServer) -> None:
    server.users["desk"] = "secret"
    check(Way("smtp", {**way(server).settings, "user": "desk"}, {"password": "secret"}))
    assert server.signed_in == [("PLAIN", "desk")] or server.signed_in == [("CRAM-MD5", "desk")]
    wait_until(lambda: "QUIT" in server.commands)
    assert not [command for command in server.commands if command.startswith("MAIL")]


def test_many_threads_share_the_connections(server: FaultyServer) -> None:
    shared = Way("smtp", way(server).settings, max_connections=3)

    def work(number: int) -> None:
        for each in range(10):
            with open_transport(shared) as transport:
                transport.send(mail(f"{number}-{each}@client.test"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(server.recipients)) == len(server.taken) == 60
    assert server.most_open <= 3


def test_the_environments_address_still_opens_one(server: FaultyServer) -> None:
    transport = SmtpTransport(Server.from_url(server.url))
    transport.send(mail())
    transport.close()
    assert len(server.taken) == 1
