"""Mail made to harm: read in bounded time and memory, and told of. What takes more than linear time hangs here."""

import base64
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.mail import parsing
from frontdesk.mail.parsing import limits
from frontdesk.mail.parsing.bounces import reasons

_HEAD = b"From: a@b.test\nTo: c@d.test\nSubject: x\nMIME-Version: 1.0\n"
_DAEMON = b"From: MAILER-DAEMON@b.test\nTo: c@d.test\nSubject: Undelivered Mail\n\n"


def _use(raw: bytes) -> parsing.Parsed:
    """Everything that receiving asks of a mail."""
    parsed = parsing.parse(raw)
    assert len(parsed.text) <= limits.MAX_TEXT
    assert len(parsed.html) <= limits.MAX_HTML
    assert len(parsed.references) <= limits.MAX_REFERENCES
    assert parsed.new_text is not None
    for attachment in parsed.attachments[:50]:
        assert len(attachment.content()) == attachment.size
        assert len(attachment.filename.encode()) <= 255
    parsing.classify(parsed, "")
    parsing.read_bounce(parsed, "")
    parsing.read_complaint(parsed)
    return parsed


def test_ten_thousand_parts() -> None:
    parts = b"".join(b"--b\nContent-Type: image/png\n\nx\n" for _ in range(10_000))
    parsed = _use(_HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + parts + b"--b--\n")
    assert parsed.truncated
    assert parsed.defects == ["It has more parts than are read."]
    assert 0 < len(parsed.attachments) <= limits.MAX_PARTS


def test_a_thousand_levels() -> None:
    levels = b"".join(
        b'--b%d\nContent-Type: multipart/mixed; boundary="b%d"\n\n' % (level, level + 1) for level in range(1000)
    )
    parsed = _use(_HEAD + b'Content-Type: multipart/mixed; boundary="b0"\n\n' + levels + b"--b1000\n\nhi\n")
    assert parsed.truncated
    assert parsed.defects == ["Its parts are nested deeper than is read."]
    inside = _use(b"From: a@b.test\nContent-Type: message/rfc822\n\n" * 1000 + b"hi")
    assert len(inside.attachments) == 1


def test_a_hundred_megabytes() -> None:
    lines = 1_316_000
    line = base64.encodebytes(b"x" * 57)
    head = b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nsee file\n--b\nContent-Type: image/png\n'
    raw = b"".join([_HEAD, head, b"Content-Transfer-Encoding: base64\n\n", line * lines, b"--b--\n"])
    parsed = parsing.parse(raw)
    assert (parsed.text, parsed.truncated) == ("see file", False)
    assert [each.size for each in parsed.attachments] == [57 * lines]


def test_a_million_headers_and_one_of_ten_megabytes() -> None:
    many = _use(b"From: a@b.test\n" + b"X: y\n" * 1_000_000 + b"\nhi")
    assert (many.truncated, many.from_address, many.text) == (True, "a@b.test", "hi")
    assert len(many.headers) <= limits.MAX_HEADERS
    long = _use(b"From: a@b.test\nSubject: " + b"y" * 10_000_000 + b"\n\nhi")
    assert (long.truncated, long.text) == (True, "hi")
    assert len(long.subject) <= 998
    folded = _use(b"From: a@b.test\nTo: " + b"a@b.test,\n " * 1_000_000 + b"\n\nhi")
    assert folded.truncated
    assert len(folded.to) <= limits.MAX_ADDRESSES


_HOSTILE: dict[str, Callable[[], bytes]] = {
    "colons in an address": lambda: b"To: a@b" + b":" * 200_000 + b"\n\nhi",
    "quotes in an address": lambda: b"To: " + b'"' * 200_000 + b"\n\nhi",
    "brackets in an address": lambda: b"To: " + b"(" * 100_000 + b"<" * 100_000 + b"\n\nhi",
    "coded words": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 15_000 + b"\n\nhi",
    "half coded words": lambda: b"Subject: " + b"=?" * 100_000 + b"\n\nhi",
    "parameters": lambda: b"Content-Type: text/plain; " + b"a*0=b;" * 40_000 + b"\n\nhi",
    "message ids": lambda: b"References: " + b"a@" * 30_000 + b"<" * 30_000 + b"\n\nhi",
    "quote marks": lambda: _HEAD + b"\n" + b">\n" * 500_000,
    "one line of quote marks": lambda: _HEAD + b"\n" + b">" * 1_000_000,
    "on on on": lambda: _HEAD + b"\n" + b"On " * 330_000,
    "on, line by line": lambda: _HEAD + b"\n" + b"On On On wrote\n" * 60_000,
    "introductions without end": lambda: _HEAD + b"\n" + (b"on 2020 " + b"a" * 440 + b":\n") * 1000,
    "headers in the text": lambda: _HEAD + b"\n" + b"From: x\n" * 60_000,
    "nested boxes": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "nested tables": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<table><tr><td>x" * 60_000,
    "nested citations": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<blockquote type=cite>" * 50_000,
    "many citations": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<blockquote type=cite>a</blockquote>" * 20_000,
    "angles": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<" * 1_000_000,
    "armours": lambda: _HEAD + b"\n" + b"-----BEGIN PGP SIGNED MESSAGE-----\n" * 30_000,
    "dashes between parts": lambda: _HEAD + b'Content-Type: multipart/mixed; boundary="-"\n\n' + b"-" * 2_000_000,
    "properties of a calendar": lambda: b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nX" + b";a=b" * 50_000 + b"\n",
    "a slow character set": lambda: b"Content-Type: text/plain; charset=punycode\n\n" + b"a" * 200_000,
    "a notice of many words": lambda: _DAEMON + b"<a@x.test>: " + b"user mailbox address " * 50_000,
    "a notice of many recipients": lambda: (
        _DAEMON + b"".join(b"<u%d@x.test>: user mailbox address recipient\n" % number for number in range(20_000))
    ),
    "a notice of at signs": lambda: _DAEMON + b"a@" * 300_000,
    "every byte": lambda: bytes(range(256)) * 4_000,
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_mail_is_read(name: str) -> None:
    _use(_HOSTILE[name]())


@settings(max_examples=300, deadline=None)
@given(st.binary(min_size=1, max_size=2_000))
def test_any_bytes_are_read(raw: bytes) -> None:
    if raw.strip():
        _use(raw)


_PIECES = [
    *b'<>"();,: \n{',
    *(b"From: ", b"To: ", b"Subject: ", b"a@b.test", b"\r\n", b"\n\n", b"=?utf-8?q?=E9?=", b"\xff\x00", b"Undelivered"),
    *(b"--b\n", b"--b--\n", b"Final-Recipient: rfc822;", b"Action: failed\n", b"Status: 5.1.1\n", b"MAILER-DAEMON"),
    *(b"X-Failed-Recipients: ", b"550 5.1.1 ", b"On 2026 ", b" wrote:\n", b"<div class=gmail_quote>"),
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n",
    b"Content-Type: message/delivery-status\n\n",
    b"Content-Type: message/feedback-report\n\n",
    b"Content-Type: message/rfc822\n\n",
    b"Content-Type: text/html\n\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Disposition: attachment; filename*0*=",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=60))
def test_any_pieces_of_mail_are_read(pieces: list[bytes | int]) -> None:
    raw = b"".join(bytes([each]) if isinstance(each, int) else each for each in pieces)
    if raw.strip():
        _use(raw)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=500), st.text(max_size=10))
def test_any_answer_of_a_server_has_a_reason(diagnostic: str, status: str) -> None:
    assert reasons.decide(status=status, diagnostic=diagnostic)
