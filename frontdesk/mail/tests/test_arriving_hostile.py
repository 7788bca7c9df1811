"""Mail that means harm, or is broken: kept, bounded, shown, and nothing else."""

import base64
import contextlib
import io
import smtplib
import socket
import zipfile
from collections.abc import Iterator

import pytest

from frontdesk.mail import smtp
from frontdesk.mail.models import ReceivedMail
from frontdesk.mail.tests.arrivals import HELP, INBOX, RECEIVED, arrive, letter, quiet_dns, threads, told, verify
from frontdesk.mail.tests.certificates import Authority
from frontdesk.mail.tests.listening import listening
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(autouse=True)
def _dns() -> Iterator[None]:
    with quiet_dns():
        yield


def many_parts(count: int) -> bytes:
    return b"Content-Type: multipart/mixed; boundary=B\r\nSubject: parts\r\n\r\n" + b"--B\r\n\r\nx\r\n" * count


def nested(depth: int) -> bytes:
    return b"Subject: deep\r\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n" % (n, n) for n in range(depth)
    )


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 50_000_000)
    return (
        b"From: x@y.test\r\nSubject: zip\r\nContent-Type: application/zip; name=a.zip\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(packed.getvalue())
    )


ODD = {
    "parts": many_parts(10_000),
    "nested": nested(5000),
    "zip": bomb(),
    "nothing": b"",
    "binary": bytes(range(256)) * 40,
    "charsets": b"From: =?nonsense?b?/////w==?= <x@y.test>\r\nSubject: =?utf-8?b?4pyTIOKc?=\r\n"
    b"Content-Type: text/plain; charset=klingon\r\n\r\n\xff\xfe\x00\x80",
    "no id": b"From: x@y.test\r\nSubject: none\r\n\r\nHello\r\n",
    "two ids": b"From: x@y.test\r\nMessage-ID: <1@y>\r\nMessage-ID: <2@y>\r\nSubject: two\r\n\r\nHello\r\n",
    "injection": b"From: x@y.test\r\nSubject: =?utf-8?q?a=0D=0ABcc:_all@z.test?=\r\nTo: a\x00b@c.test\r\n\r\nHello\r\n",
    "long header": b"From: x@y.test\r\nSubject: " + b"x" * 60_000 + b"\r\n\r\nHello\r\n",
    "many addresses": b"From: x@y.test\r\nTo: " + b"a@b.test, " * 5000 + b"\r\nSubject: to\r\n\r\nHello\r\n",
    "many references": b"From: x@y.test\r\nReferences: " + b"<a@b> " * 5000 + b"\r\nSubject: r\r\n\r\nHello\r\n",
    "odd date": b"From: x@y.test\r\nDate: Mon, 99 Foo 99999 99:99:99 +9999\r\nSubject: d\r\n\r\nHello\r\n",
    "year one": b"From: x@y.test\r\nDate: Mon, 1 Jan 0001 00:00:00 +1200\r\nSubject: d\r\n\r\nHello1\r\n",
    "script": b"From: <script>@y.test\r\nSubject: <script>\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>",
    "two senders": b"From: x@y.test, z@y.test\r\nFrom: w@y.test\r\nSubject: two\r\n\r\nHello\r\n",
    "name": b"From: x@y.test\r\nContent-Type: text/html; name*0*=utf-8''..%2F..%2F; name*1=etc/passwd\r\n\r\n<b>x",
}


@pytest.mark.parametrize("name", ODD)
def test_any_mail_is_kept_and_shown(alice: ApiClient, name: str) -> None:
    row = arrive(ODD[name])
    assert row.state in {"parsed", "unparsable"}
    shown = alice.get(f"{RECEIVED}/{row.id}")
    assert shown.status == 200
    assert "alert(1)" not in shown.json["html"]
    assert "\n" not in shown.json["subject"]
    assert alice.get(f"{RECEIVED}/{row.id}/source").content == ODD[name]
    assert alice.get(INBOX).status == 200
    for each in shown.json["attachments"][:2]:
        assert "/" not in each["filename"]
        assert alice.get(each["url"]).status == 200
    if name == "nothing":
        assert row.state == "unparsable"


def test_ids_that_come_twice_and_none_at_all_are_mails_of_their_own(alice: ApiClient) -> None:
    for body in ("One", "Two"):
        arrive(letter(message_id="<same@client.test>", body=body))
        arrive(letter(message_id="", body=body))
    assert len(told("mail.received")) == 4


def _pour(client: socket.socket, chunk: bytes, most: int) -> int:
    """Sends until it is cut off; how much that was."""
    sent = 0
    with contextlib.suppress(OSError):
        while sent < most:
            client.sendall(chunk)
            sent += len(chunk)
    return sent


def test_100_mb_are_refused_before_and_while_they_are_sent(listener: int, alice: ApiClient) -> None:
    with smtplib.SMTP("127.0.0.1", listener, timeout=120) as client:
        client.ehlo()
        assert client.docmd("MAIL FROM:<a@b.test> SIZE=104857600")[0] == 552
    chunk = (b"x" * 998 + b"\r\n") * 1000
    with socket.create_connection(("127.0.0.1", listener), timeout=120) as client:
        answers = client.makefile("rb")
        answers.readline()
        for line in (b"HELO x", b"MAIL FROM:<a@b.test>", b"RCPT TO:<help@northgate.test>", b"DATA"):
            client.sendall(line + b"\r\n")
            answers.readline()
        sent = _pour(client, chunk, 100_000_000)
    assert sent < 90_000_000  # with what was under way
    assert alice.get(RECEIVED).json["items"] == []


def test_a_line_that_never_ends_is_cut_off(listener: int, alice: ApiClient) -> None:
    with socket.create_connection(("127.0.0.1", listener), timeout=120) as client:
        for line in (b"HELO x", b"MAIL FROM:<a@b.test>", b"RCPT TO:<help@northgate.test>", b"DATA"):
            client.sendall(line + b"\r\n")
        sent = _pour(client, b"y" * 1_000_000, 200_000_000)
    assert sent < 150_000_000


def test_it_relays_nothing_and_nobody_signs_in(listener: int, alice: ApiClient) -> None:
    verify("northgate.test", "northgate")
    with smtplib.SMTP("127.0.0.1", listener, timeout=60) as client:
        client.ehlo()
        assert not client.has_extn("auth")
        assert client.docmd("AUTH PLAIN AGEAYg==")[0] >= 500
        client.mail("a@b.test")
        answers = {
            to: client.rcpt(to)
            for to in ("x@elsewhere.test", "carol@client.test", "nobody@northgate.test", HELP, "%x", "<>", "x@[::1]")
        }
        assert {to: code for to, (code, _) in answers.items() if code == 250} == {HELP: 250}
        assert answers["x@elsewhere.test"][1].startswith(b"5.7.1")
        assert answers["nobody@northgate.test"][1].startswith(b"5.1.1")
        client.quit()


def test_no_more_connections_than_are_allowed(listener: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "MAX_PER_PEER", 3)
    clients = [socket.create_connection(("127.0.0.1", listener), timeout=60) for _ in range(5)]
    greetings = [client.makefile("rb").readline()[:3] for client in clients]
    assert (greetings.count(b"220"), greetings.count(b"421")) == (3, 2)
    for client in clients:
        client.close()
    with smtplib.SMTP("127.0.0.1", listener, timeout=60) as again:
        assert again.noop()[0] == 250


def test_silent_connections_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "IDLE_SECONDS", 0.5)
    with listening() as port, socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        assert client.recv(100).startswith(b"220")
        assert client.recv(100) == b""


def test_encrypted_when_there_is_a_certificate(alice: ApiClient) -> None:
    tls = Authority().server_context("localhost")
    with listening(tls=tls) as port, smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        client.starttls()
        client.ehlo()
        assert not client.has_extn("auth")
        client.sendmail("carol@client.test", [HELP], letter())
    assert len(alice.get(RECEIVED).json["items"]) == 1


def test_lmtp_answers_for_each_recipient(alice: ApiClient) -> None:
    with listening(lmtp=True) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        answers = client.makefile("rb")
        codes = [answers.readline()[:3]]
        for line in (b"LHLO x", b"MAIL FROM:<a@b.test>", b"RCPT TO:<help@northgate.test>"):
            client.sendall(line + b"\r\n")
            while (answer := answers.readline())[3:4] == b"-":
                pass
            codes.append(answer[:3])
        for line in (b"RCPT TO:<alice@northgate.test>", b"RCPT TO:<x@elsewhere.test>", b"DATA"):
            client.sendall(line + b"\r\n")
            codes.append(answers.readline()[:3])
        client.sendall(letter() + b".\r\n")
        kept = [answers.readline()[:3] for _ in range(2)]
    assert codes == [b"220", b"250", b"250", b"250", b"250", b"550", b"354"]
    assert kept == [b"250", b"250"]
    with tenancy.platform("tests"):
        assert ReceivedMail.objects.count() == 1
    assert threads() == []
