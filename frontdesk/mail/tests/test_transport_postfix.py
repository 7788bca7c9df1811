"""Mail by SMTP to a real mail server, Postfix: encrypted, refused, too large, in other scripts, many at once."""

import threading
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from frontdesk.mail.tests.certificates import Authority
from frontdesk.mail.tests.postfix import Postfix, postfix
from frontdesk.mail.tests.sink import Sink, free_port
from frontdesk.mail.tests.smtp_peers import wait_until
from frontdesk.mail.transports import Dkim, Outgoing, ProviderDown, TransportError, Way, check, open_transport
from frontdesk.mail.transports.dkim import generate_key
from frontdesk.mail.transports.smtp import pools


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    users = ("carol@client.test", "many@client.test", "eight@client.test", "dots@client.test")
    with postfix(users=users, largest=300_000, must_encrypt=True) as running:
        yield running
    pools.close_idle()


def way(server: Postfix, **settings: object) -> Way:
    told = {"host": "localhost", "port": server.port, "tls": "starttls", "ca_pem": server.authority.pem}
    return Way("smtp", {**told, **settings})


def mail(recipient: str, body: bytes = b"Hello\r\n", more: bytes = b"") -> Outgoing:
    head = b"From: desk@frontdesk.test\r\nTo: " + recipient.encode() + b"\r\nSubject: Hello\r\n" + more
    return Outgoing("desk@frontdesk.test", recipient, head + b"\r\n" + body, return_path="bounces@frontdesk.test")


def test_a_mail_goes_encrypted_and_arrives(server: Postfix) -> None:
    with open_transport(way(server)) as transport:
        answer = transport.send(mail("carol@client.test"))
    assert "queued as" in answer
    (arrived,) = server.mails("carol@client.test")
    assert arrived["Return-Path"] == "<bounces@frontdesk.test>"
    assert "with ESMTPS" in arrived["Received"]
    assert answer.rpartition(" ")[2] in arrived["Received"]  # what we keep is how the server calls it


def test_a_stranger_of_an_authority_is_not_trusted(server: Postfix) -> None:
    for stranger in ({"ca_pem": Authority().pem}, {"ca_pem": ""}):
        with pytest.raises(ProviderDown, match="no valid certificate"):
            check(way(server, **stranger))


def test_a_server_that_wants_encryption_says_so(server: Postfix) -> None:
    with pytest.raises(ProviderDown, match="STARTTLS"), open_transport(way(server, tls="none")) as transport:
        transport.send(mail("carol@client.test"))


def test_an_unknown_user_is_refused_for_good_and_the_next_is_not(server: Postfix) -> None:
    with open_transport(way(server)) as transport:
        with pytest.raises(TransportError, match=r"5\.1\.1") as refused:
            transport.send(mail("nobody@client.test"))
        assert refused.value.permanent
        with pytest.raises(TransportError, match=r"5\.7\.1"):
            transport.send(mail("stranger@elsewhere.test"))
        transport.send(mail("dots@client.test", b".\r\n..\r\n.end\r\n"))
    (arrived,) = server.mails("dots@client.test")
    assert arrived.get_payload(decode=True) in {b".\r\n..\r\n.end\r\n", b".\n..\n.end\n"}


def test_a_mail_that_is_too_large_is_not_even_sent(server: Postfix) -> None:
    with (
        pytest.raises(TransportError, match=r"takes up to 0\.3 MB") as refused,
        open_transport(way(server)) as transport,
    ):
        transport.send(mail("carol@client.test", b"x" * 70 + b"\r\n" * 200_000))
    assert refused.value.permanent


def test_eight_bits_arrive_as_they_are(server: Postfix) -> None:
    more = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    with open_transport(way(server)) as transport:
        transport.send(mail("eight@client.test", "Café ñ €\r\n".encode(), more))
    (arrived,) = server.mails("eight@client.test")
    assert arrived["Content-Transfer-Encoding"] == "8bit"
    assert arrived.get_content().strip() == "Café ñ €"


def test_many_threads_at_once_lose_and_repeat_nothing(server: Postfix) -> None:
    key, _ = generate_key()
    signing = Way("smtp", way(server).settings, dkim=(Dkim("frontdesk.test", "one", key),), max_connections=4)

    def work(number: int) -> None:
        with open_transport(signing) as transport:
            for each in range(25):
                transport.send(mail("many@client.test", b"Hello\r\n", b"X-Number: %d-%d\r\n" % (number, each)))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    arrived = server.mails("many@client.test", at_least=100)
    assert len({each["X-Number"] for each in arrived}) == len(arrived) == 100
    assert all(each["DKIM-Signature"] for each in arrived)


def test_it_hands_on_what_is_not_its_own(sink: Sink) -> None:
    with postfix(relay_to=("smtp", sink.port)) as relay:
        with open_transport(way(relay)) as transport:
            transport.send(mail("somebody@elsewhere.test"))
        wait_until(lambda: bool(sink.mails))
        assert sink.recipients == ["somebody@elsewhere.test"], relay.log


class _Lmtp:
    """Somebody behind Postfix who speaks LMTP, as our own listener does."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:
        self.mails.append(envelope)
        return "250 2.0.0 Kept"


class _LmtpController(Controller):
    def factory(self) -> LMTP:
        return LMTP(self.handler)


def test_it_hands_on_by_lmtp_too() -> None:
    behind = _Lmtp()
    controller = _LmtpController(behind, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with postfix(relay_to=("lmtp", controller.port)) as relay:
            with open_transport(way(relay)) as transport:
                transport.send(mail("desk@frontdesk.test"))
            wait_until(lambda: bool(behind.mails))
        assert behind.mails[0].rcpt_tos == ["desk@frontdesk.test"]
    finally:
        controller.stop()
