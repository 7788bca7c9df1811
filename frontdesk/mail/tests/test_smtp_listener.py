"""The SMTP listener keeps what arrives, byte for byte, for the organizations it is for; it sends nothing on."""

import smtplib
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import InterfaceError, OperationalError, connection, connections

from frontdesk.mail import inbound
from frontdesk.mail.models import EmailMessage, ReceivedMail
from frontdesk.mail.tests.samples import MESSAGES
from frontdesk.orgs.testing import ApiClient
from frontdesk.platform import tenancy
from frontdesk.platform.models import Event

RAW = b"""From: Carol <carol@client.test>\r
To: help@northgate.test\r
Subject: =?utf-8?q?Pregunta_n=C2=BA1?=\r
Message-ID: <1@client.test>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=B\r
\r
--B\r
Content-Type: text/html; charset=utf-8\r
\r
<p onclick="x()">Hello<script>alert(1)</script><img src="https://tracker.test/p.gif"></p>\r
--B\r
Content-Type: application/pdf\r
Content-Disposition: attachment; filename*=utf-8''informe%20n%C2%BA1.pdf\r
Content-Transfer-Encoding: base64\r
\r
JVBERi0xLjQK\r
--B--\r
"""


pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def deliver(port: int, raw: bytes = RAW, *to: str, sender: str = "carol@client.test") -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail(sender, to or ("help@northgate.test",), raw)


def listed(client: ApiClient, query: str = "") -> list[dict[str, object]]:
    answer = client.get(f"{MESSAGES}?direction=in{query}")
    assert answer.status == 200, answer.content
    return list(answer.json["items"])


def test_mail_for_an_organization_is_kept_raw_and_shown_safely(
    listener: int, alice: ApiClient, dave: ApiClient, carol: ApiClient, nobody: ApiClient
) -> None:
    deliver(listener)
    (item,) = listed(alice)
    assert (item["subject"], item["from_address"], item["to_address"], item["status"], item["direction"]) == (
        "Pregunta nº1",
        "carol@client.test",
        "help@northgate.test",
        "received",
        "in",
    )
    path = f"{MESSAGES}/{item['id']}"
    shown = alice.get(path).json
    assert "Hello" in shown["html"]
    assert not any(bad in shown["html"] for bad in ("<script", "onclick", "alert"))
    assert ["Message-ID", "<1@client.test>"] in shown["headers"]
    assert shown["attachments"] == [
        {"index": 0, "filename": "informe nº1.pdf", "content_type": "application/pdf", "size": 9}
    ]
    assert alice.get(f"{path}/source").content == RAW
    download = alice.get(f"{path}/attachments/0")
    assert download.content == b"%PDF-1.4\n"
    assert download.headers["Content-Type"] == "application/octet-stream"
    assert download.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''informe%20n")
    assert alice.get(f"{path}/attachments/1").status == 404
    for suffix in ("", "/source", "/attachments/0"):
        assert [who.get(path + suffix).status for who in (dave, carol, nobody)] == [404, 403, 401]
    assert listed(dave) == []
    assert alice.post(f"{path}/retry").status == 409
    assert dave.post(f"{path}/retry").status == 404
    with tenancy.platform("tests"):
        assert bytes(ReceivedMail.objects.get().raw) == RAW
        assert Event.objects.filter(name="mail.arrived", record_id=item["id"]).count() == 1
        assert not EmailMessage.objects.exists()


def test_one_copy_for_each_organization_and_repeats_are_kept_once(
    listener: int, alice: ApiClient, dave: ApiClient
) -> None:
    to = ("Bob@Northgate.test", "office@harbour.test", "alice@northgate.test")
    for _ in range(3):
        deliver(listener, RAW, *to)
    assert [len(listed(who)) for who in (alice, dave)] == [1, 1]
    assert listed(alice)[0]["id"] != listed(dave)[0]["id"]


def test_the_same_mail_at_the_same_moment_is_kept_once(alice: ApiClient) -> None:
    def keep(_: int) -> None:
        try:
            inbound.accept(RAW, sender="a@b.test", recipients=["help@northgate.test"], peer="", source="smtp")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(keep, range(12)))
    assert len(listed(alice)) == 1


def test_mail_for_nobody_is_seen_by_superadmins_alone(
    listener: int, alice: ApiClient, dave: ApiClient, root: ApiClient
) -> None:
    deliver(listener, RAW, "postmaster@frontdesk.test")
    assert [len(listed(who)) for who in (alice, dave, root)] == [0, 0, 1]
    path = f"{MESSAGES}/{listed(root)[0]['id']}"
    assert [who.get(path).status for who in (alice, dave, root)] == [404, 404, 200]


def test_what_arrives_for_a_colleague_is_not_for_other_agents(listener: int, alice: ApiClient, bob: ApiClient) -> None:
    deliver(listener, b"Subject: reset\r\n\r\na link\r\n", "Alice@Northgate.test")
    deliver(listener, b"Subject: both\r\n\r\nx\r\n", "alice@northgate.test", "bob@northgate.test")
    deliver(listener, b"Subject: help\r\n\r\nx\r\n", "help@northgate.test")
    assert {item["subject"] for item in listed(alice)} == {"reset", "both", "help"}
    assert {item["subject"] for item in listed(bob)} == {"both", "help"}
    hidden = next(item["id"] for item in listed(alice) if item["subject"] == "reset")
    assert [bob.get(f"{MESSAGES}/{hidden}{suffix}").status for suffix in ("", "/source")] == [404, 404]


def test_it_is_found_by_words_and_not_by_what_only_sent_mail_has(listener: int, alice: ApiClient) -> None:
    deliver(listener)
    deliver(listener, b"Subject: other\r\n\r\nx\r\n", sender="zoe@client.test")
    assert [item["subject"] for item in listed(alice)] == ["other", "Pregunta nº1"]
    for words in ("PREGUNTA", "carol@"):
        assert [item["subject"] for item in listed(alice, f"&q={words}")] == ["Pregunta nº1"]
    assert len(listed(alice, "&q=help@northgate")) == 2
    assert listed(alice, "&q=50%25") == []
    assert listed(alice, "&status=failed") == listed(alice, "&type=welcome") == []
    page = alice.get(f"{MESSAGES}?direction=in&limit=1").json
    assert [item["subject"] for item in listed(alice, f"&cursor={page['next_cursor']}")] == ["Pregunta nº1"]


ODD = (
    b"",
    b"no header at all",
    b"\xff\xfe\x00\x01 binary \x80",
    b"Subject: \xff\xfe\x00 raw bytes\r\n\r\n\xff\xfe",
    b'Subject: =?utf-7?q?+2AA-?=\r\nMessage-ID: <[>\r\nTo: "\r\nReply-To: <>,;:\r\n\r\nx',
    b"Subject: " + b"x" * 5000 + b"\r\n\r\nx",
    b"Content-Type: multipart/mixed\r\nMIME-Version: 1.0\r\n\r\nno parts",
    b"Content-Type: multipart/related; boundary=B\r\n\r\n--B\r\n\r\nnever closed",
    b"Content-Type: text/html; charset=nonsense\r\n\r\n<p>\xe9</p>",
    b"Content-Type: text/html; charset=utf-7\r\n\r\n<p>+2AA-</p>",
    b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
    b"Content-Type: image/png; name*=utf-7''%2b2AA-\r\nContent-Disposition: \"\r\n\r\nx",
    b"Subject: long line\r\n\r\n" + b"y" * 20_000,
    b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
    + b"--B\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n" * 50,
    b"".join(b"Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n" % (n, n) for n in range(2000)),
)


def test_any_bytes_are_kept_and_shown(listener: int, alice: ApiClient) -> None:
    for count, raw in enumerate(ODD, 1):
        deliver(listener, raw)
        item, *earlier = listed(alice)
        assert len(earlier) == count - 1
        path = f"{MESSAGES}/{item['id']}"
        shown = alice.get(path)
        assert shown.status == 200, raw[:80]
        assert alice.get(f"{path}/source").content.rstrip(b"\r\n") == raw.rstrip(b"\r\n")
        for each in shown.json["attachments"][:3]:
            assert alice.get(f"{path}/attachments/{each['index']}").status == 200


def test_mail_over_25_mb_is_refused(listener: int, alice: ApiClient) -> None:
    with smtplib.SMTP("127.0.0.1", listener) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == str(25 * 1024 * 1024)
        client.mail("carol@client.test")
        client.rcpt("help@northgate.test")
        code, _ = client.data(b"Subject: big\r\n\r\n" + (b"x" * 998 + b"\r\n") * 27_000)
        assert code == 552
    with smtplib.SMTP("127.0.0.1", listener) as client, pytest.raises(smtplib.SMTPSenderRefused) as refused:
        client.sendmail("carol@client.test", ["help@northgate.test"], b"x", mail_options=["SIZE=30000000"])
    assert refused.value.smtp_code == 552
    assert listed(alice) == []
    deliver(listener)
    assert len(listed(alice)) == 1


def test_more_than_100_recipients_at_once_are_refused(listener: int, alice: ApiClient) -> None:
    with smtplib.SMTP("127.0.0.1", listener) as client:
        client.ehlo()
        client.mail("carol@client.test")
        codes = [client.rcpt(f"help+n{number}@northgate.test")[0] for number in range(101)]
    assert codes == [250] * 100 + [452]


@pytest.mark.parametrize("error", [OperationalError("down"), InterfaceError("closed"), RuntimeError("a bug")])
def test_what_cannot_be_kept_is_to_be_sent_again(
    listener: int, alice: ApiClient, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(inbound, "accept", fail)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            deliver(listener)
    assert refused.value.smtp_code == 451
    assert b"a bug" not in refused.value.smtp_error.encode() if isinstance(refused.value.smtp_error, str) else True
    deliver(listener)
    assert len(listed(alice)) == 1


def test_it_outlives_its_connections_and_rude_clients(listener: int, alice: ApiClient) -> None:
    deliver(listener, b"Subject: first\r\n\r\nx\r\n")
    with tenancy.platform("tests"), connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    connections["aside"].close()  # ours, ended as well
    for rude in (
        b"",
        b"\xff\xff\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"x" * 200_000,
        b"EHLO x\r\nMAIL FROM:<a@b>\r\nDATA\r\n",
    ):
        with socket.create_connection(("127.0.0.1", listener), timeout=5) as client:
            client.sendall(rude)
    deliver(listener, b"Subject: second\r\n\r\nx\r\n")
    assert [item["subject"] for item in listed(alice)] == ["second", "first"]
