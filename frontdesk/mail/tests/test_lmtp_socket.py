"""LMTP at a unix socket: what a mail server of the same machine hands over, answered for each recipient."""

import smtplib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.mail import smtp
from frontdesk.mail.models import ReceivedMail
from frontdesk.mail.tests.arrivals import HELP, letter, quiet_dns
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def path(alice: ApiClient) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder, quiet_dns():  # a socket's path has few characters
        socket = Path(folder) / "lmtp"
        socket.write_bytes(b"")  # left over by one that was killed
        controller = smtp.make_socket_controller(socket)
        controller.start()
        try:
            yield socket
        finally:
            controller.stop()


def kept() -> list[tuple[str, list[str], str]]:
    with tenancy.platform("tests"):
        return list(ReceivedMail.objects.values_list("envelope_from", "envelope_to", "peer"))


def test_each_recipient_has_an_answer_and_the_mail_is_kept_once(path: Path) -> None:
    with smtplib.LMTP(str(path)) as client:
        assert client.ehlo("mail.northgate.test")[0] == 250
        assert client.mail("lena@client.test")[0] == 250
        assert client.rcpt(HELP)[0] == 250
        assert client.rcpt("alice@northgate.test")[0] == 250
        assert client.rcpt("somebody@elsewhere.example")[0] // 100 == 5
        assert client.data(letter(sender="lena@client.test"))[0] == 250
        assert client.getreply()[0] == 250
        assert client.noop()[0] == 250  # two answers, and no third
    ((sender, recipients, peer),) = kept()
    assert (sender, sorted(recipients), peer) == ("lena@client.test", sorted([HELP, "alice@northgate.test"]), "")


def test_it_relays_nothing_and_speaks_lmtp_alone(path: Path) -> None:
    with smtplib.LMTP(str(path)) as client:
        assert client.docmd("EHLO", "mail.northgate.test")[0] // 100 == 5
        assert client.ehlo("mail.northgate.test")[0] == 250
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.sendmail("lena@client.test", ["somebody@elsewhere.example"], letter(sender="lena@client.test"))
    assert kept() == []


def test_a_server_hands_over_by_many_connections_at_once(path: Path) -> None:
    """They all come from nowhere: the limit for one address is not for them."""
    clients = [smtplib.LMTP(str(path)) for _ in range(smtp.MAX_PER_PEER + 2)]
    try:
        assert {client.ehlo("mail.northgate.test")[0] for client in clients} == {250}
    finally:
        for client in clients:
            client.close()
