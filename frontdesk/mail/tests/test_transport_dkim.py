"""Signatures that strangers verify: what we sign holds by another implementation, and breaks when the mail changes."""

import base64
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import dkim as dkimpy
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from frontdesk.mail.tests.faulty import FaultyServer, faulty_server
from frontdesk.mail.transports import Dkim, Outgoing, Way, open_transport
from frontdesk.mail.transports.dkim import Signer, dns_record, generate_key, signers
from frontdesk.mail.transports.smtp import pools

RSA, RSA_RECORD = generate_key()
ED, ED_RECORD = generate_key("ed25519")
RECORDS = {b"one._domainkey.frontdesk.test.": RSA_RECORD, b"two._domainkey.frontdesk.test.": ED_RECORD}
KEYS = (Dkim("frontdesk.test", "one", RSA), Dkim("frontdesk.test", "two", ED))
MIME = (
    b"From: Frontdesk <desk@frontdesk.test>\r\nTo: =?utf-8?q?Jos=C3=A9?= <carol@client.test>\r\n"
    b"Subject: A  long\r\n\tsubject that is\r\n folded \r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\n"
    b"Message-ID: <1@frontdesk.test>\r\nReply-To: desk@frontdesk.test\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nList-Unsubscribe: <https://frontdesk.test/m/u/x>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nX-Other: y\r\n\r\n"
    b"Hello  \t there \r\n\r\n .dots\t\r\n\r\n\r\n"
)


def record(name: bytes, timeout: int = 5) -> bytes | None:
    found = RECORDS.get(name)
    return found.encode() if found else None


class VerifyKey:
    """What dkimpy wants of PyNaCl, by the library that is here; the reading of mail and signature stays its own."""

    def __init__(self, encoded: bytes, encoder: object) -> None:
        self.key = Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded))

    def verify(self, digest: bytes, signature: bytes) -> None:
        self.key.verify(signature, digest)


@pytest.fixture(autouse=True)
def _ed25519(monkeypatch: pytest.MonkeyPatch) -> None:
    names = SimpleNamespace(
        signing=SimpleNamespace(VerifyKey=VerifyKey),
        encoding=SimpleNamespace(Base64Encoder=None),
        exceptions=SimpleNamespace(BadSignatureError=InvalidSignature, ValueError=ValueError),
    )
    monkeypatch.setattr(dkimpy, "nacl", names, raising=False)


def verifies(mime: bytes, count: int = 1) -> bool:
    checked = dkimpy.DKIM(mime)
    try:
        return all(checked.verify(idx=number, dnsfunc=record) for number in range(count))
    except dkimpy.ValidationError:
        return False


@pytest.mark.parametrize("key", KEYS, ids=["rsa", "ed25519"])
@pytest.mark.parametrize(
    "mime",
    [
        MIME,
        MIME.partition(b"\r\n\r\n")[0] + b"\r\n\r\n",
        MIME.partition(b"\r\n\r\n")[0] + b"\r\n\r\nno end",
        MIME + b"\r\n" * 9 + b" \r\n",
        b"From: desk@frontdesk.test\r\n\r\nx\r\n",
        b"From: a@frontdesk.test\r\nFrom: b@frontdesk.test\r\nReferences:" + b" <x@y.test>\r\n" * 40 + b"\r\nx\r\n",
    ],
    ids=["whole", "no body", "no last line end", "blank lines", "short", "twice"],
)
def test_a_signature_holds(key: Dkim, mime: bytes) -> None:
    assert verifies(Signer([key]).sign(mime) + mime)


def test_two_keys_sign_one_mail() -> None:
    signed = Signer(KEYS).sign(MIME)
    assert signed.count(b"DKIM-Signature:") == 2
    assert verifies(signed + MIME, 2)
    assert max(map(len, signed.split(b"\r\n"))) <= 100


@pytest.mark.parametrize(
    "change",
    [
        lambda mime: mime.replace(b"Hello", b"Hallo"),
        lambda mime: mime.replace(b"long", b"short"),
        lambda mime: mime.replace(b"One-Click", b"No"),
        lambda mime: b"From: other@frontdesk.test\r\n" + mime,
        lambda mime: b"Subject: other\r\n" + mime,
        lambda mime: mime.replace(b"\r\n\r\n", b"\r\nTo: another@client.test\r\n\r\n", 1),
    ],
)
@pytest.mark.parametrize("key", KEYS, ids=["rsa", "ed25519"])
def test_a_changed_mail_is_found_out(key: Dkim, change: Callable[[bytes], bytes]) -> None:
    signature = Signer([key]).sign(MIME)
    changed = change(MIME)
    assert changed != MIME
    assert not verifies(signature + changed)


def test_what_may_change_on_the_way_does_no_harm() -> None:
    signature = Signer(KEYS[:1]).sign(MIME)
    travelled = MIME.replace(b"Hello  \t there ", b"Hello there").replace(b"X-Other: y", b"X-Other: z")
    assert verifies(b"Received: by somebody\r\n" + signature + travelled)


def test_the_record_says_the_public_key() -> None:
    assert dns_record(RSA) == RSA_RECORD
    assert RSA_RECORD.startswith("v=DKIM1; k=rsa; p=")
    assert len(base64.b64decode(ED_RECORD.partition("p=")[2])) == 32
    with pytest.raises(ValueError):
        dns_record("nothing")
    assert "PRIVATE" not in repr(KEYS[0])


def test_the_nearest_domain_signs() -> None:
    found = signers((Dkim("a.test", "one", RSA), Dkim("mail.a.test", "two", RSA)))
    header = found.for_sender("x@news.MAIL.a.test")
    assert header is not None
    assert b"d=mail.a.test;" in header.sign(MIME)
    above = found.for_sender("x@other.a.test")
    assert above is not None
    assert b"d=a.test;" in above.sign(MIME)
    assert found.for_sender("x@b.test") is None
    assert found.for_sender("x@") is None


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with faulty_server(features=()) as running:
        yield running
    pools.close_idle()


def test_mail_by_smtp_is_signed_as_it_travels(server: FaultyServer) -> None:
    """After everything that SMTP asks for: line ends, seven bits, dots."""
    way = Way("smtp", {"host": "127.0.0.1", "port": server.port, "tls": "none"}, dkim=KEYS)
    mime = MIME.replace(b"Hello", b"Caf\xc3\xa9\n.\n").replace(b"X-Other: y", b"Content-Transfer-Encoding: 8bit")
    with open_transport(way) as transport:
        transport.send(Outgoing("desk@frontdesk.test", "carol@client.test", mime))
        transport.send(Outgoing("desk@elsewhere.test", "carol@client.test", mime))
    assert verifies(server.taken[0].content, 2)
    assert b"DKIM-Signature" not in server.taken[1].content


def test_organizations_share_connections_and_no_keys(server: FaultyServer) -> None:
    """The deployment's provider: one pool, whoever's domain a mail is from."""
    settings = {"host": "127.0.0.1", "port": server.port, "tls": "none"}
    for domain in ("one.test", "two.test", "three.test"):
        with open_transport(Way("smtp", settings, dkim=(Dkim(domain, "s", RSA),))) as transport:
            for sender in ("one.test", "two.test"):
                transport.send(Outgoing(f"desk@{sender}", "carol@client.test", MIME))
    assert server.connections == 1
    signed = [b"d=one.test;" in mail.content or b"d=two.test;" in mail.content for mail in server.taken]
    assert signed == [True, False, False, True, False, False]


def test_the_time_is_told() -> None:
    assert f"t={int(time.time()) // 1000}".encode() in Signer(KEYS[:1]).sign(MIME)
    assert b"t=1700000000;" in Signer(KEYS[:1]).sign(MIME, now=1_700_000_000)
