"""What a letter says: addresses, subject, dates, threads, text in any character set, however broken."""

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.mail import parsing
from frontdesk.mail.tests import letters


def _parse(*lines: str, body: str = "Hello") -> parsing.Parsed:
    return parsing.parse(("\n".join(lines) + "\n\n" + body).encode())


def test_the_headers_of_a_letter() -> None:
    parsed = _parse(
        "Delivered-To: support@desk.test",
        "X-Original-To: help@desk.test",
        "From: =?utf-8?q?Ana_Ru=C3=ADz?= <Ana.Ruiz@Home.TEST>",
        'To: "Desk, front" <Support@desk.test>, bob@office.test',
        "Cc: Friends: eve@home.test, Max <max@home.test>;",
        "Reply-To: ana@work.test",
        "Sender: assistant@home.test",
        "Subject: =?UTF-8?B?wr9Q?= =?UTF-8?B?dWVkbz8=?= =?iso-8859-1?q?_se=F1or?=",
        "Date: Mon, 23 Nov 2026 09:00:00 +0100",
        "Message-ID: <one@home.test>",
        "In-Reply-To: <b@desk.test>",
        "References: <a@desk.test>",
        " <b@desk.test>",
    )
    assert (parsed.from_address, parsed.from_name) == ("ana.ruiz@home.test", "Ana Ruíz")
    assert parsed.to == ["support@desk.test", "bob@office.test"]
    assert parsed.cc == ["eve@home.test", "max@home.test"]
    assert (parsed.reply_to, parsed.sender) == (["ana@work.test"], "assistant@home.test")
    assert parsed.delivered_to == ["support@desk.test", "help@desk.test"]
    assert parsed.subject == "¿Puedo? señor"
    assert parsed.date == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert parsed.date.utcoffset() == timedelta(hours=1)
    assert parsed.message_id == "<one@home.test>"
    assert parsed.in_reply_to == "<b@desk.test>"
    assert parsed.references == ["<a@desk.test>", "<b@desk.test>"]
    assert parsed.text == "Hello"
    assert parsed.defects == []


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("ana@home.test", "ana@home.test"),
        ("<ana@home.test>", "ana@home.test"),
        ("ana@home.test (Ana, Ruiz <eve@bad.test>)", "ana@home.test"),
        ('"eve@bad.test" <ana@home.test>', "ana@home.test"),
        ('"Ana <eve@bad.test>" <ana@home.test>', "ana@home.test"),
        ("=?utf-8?q?eve=40bad.test=2C?= <ana@home.test>", "ana@home.test"),
        ("<@relay.test:ana@home.test>", "ana@home.test"),
        ("Ana ana@home.test", "ana@home.test"),
        ("'ana@home.test'", "ana@home.test"),
        ("mailto:ana@home.test", "ana@home.test"),
        ("Ana <ana@home.test", "ana@home.test"),
        ("undisclosed-recipients:;", ""),
        ("Ana Ruiz", ""),
        ("<>", ""),
        ("", ""),
        ("ана@почта.test", "ана@xn--80a1acny.test"),
    ],
)
def test_one_address_of_any_form(value: str, address: str) -> None:
    assert _parse(f"From: {value}").from_address == address


def test_a_line_cannot_be_smuggled_into_a_header() -> None:
    parsed = _parse("Subject: =?utf-8?q?Hi=0D=0ABcc:_eve@bad.test?=", "From: =?utf-8?q?A=0AB?= <ana@home.test>")
    assert parsed.subject == "Hi Bcc: eve@bad.test"
    assert parsed.from_name == "A B"


def test_long_threads_keep_their_first_and_their_last() -> None:
    ids = [f"<{number}@home.test>" for number in range(300)]
    parsed = _parse("References: " + "\n ".join(ids), "In-Reply-To: <last@home.test>")
    assert len(parsed.references) == 100
    assert parsed.references[0] == "<0@home.test>"
    assert parsed.references[-2:] == ["<299@home.test>", "<last@home.test>"]


@pytest.mark.parametrize("value", ["", "yesterday", "Mon, 99 Nov 2026 99:99:99 +9999", "0", "1 " * 5000])
def test_a_date_that_is_none_is_none(value: str) -> None:
    assert _parse(f"Date: {value}").date is None


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/plain; charset=utf-8", "¿Qué?".encode(), "¿Qué?"),
        ("text/plain", "¿Qué?".encode(), "¿Qué?"),
        ("text/plain; charset=us-ascii", "¿Qué?".encode(), "¿Qué?"),
        ("text/plain; charset=utf-8", "¿Qué?".encode("cp1252"), "¿Qué?"),
        ("text/plain; charset=iso-8859-1", "“Qué” – 5 €".encode("cp1252"), "“Qué” – 5 €"),
        ("text/plain; charset=gb2312", "你好，镕".encode("gb18030"), "你好，镕"),
        ("text/plain; charset=shift_jis", "①髙橋".encode("cp932"), "①髙橋"),
        ("text/plain", "ご予約".encode("iso2022_jp"), "ご予約"),
        ("text/plain; charset=iso-2022-jp", "ご予約".encode("iso2022_jp"), "ご予約"),
        ("text/plain; charset=ks_c_5601-1987", "똠방".encode("cp949"), "똠방"),
        ("text/plain; charset=koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("text/plain; charset=x-unknown", "¿Qué?".encode(), "¿Qué?"),
        ("text/plain; charset=utf-7", b"+AGE-b", "ab"),
        ("text/plain; charset=punycode", b"abc-", "abc-"),
        ("text/plain; charset=unicode_escape", rb"\u0041", r"\u0041"),
        ("text", b"plain", "plain"),
        ("plain", b"plain", "plain"),
    ],
)
def test_text_of_any_character_set(content_type: str, body: bytes, text: str) -> None:
    raw = b"From: ana@home.test\nContent-Type: " + content_type.encode() + b"\n\n" + body
    assert parsing.parse(raw).text == text


def test_a_wrong_character_set_is_told() -> None:
    raw = b"From: ana@home.test\nContent-Type: text/plain; charset=utf-8\n\n" + "¿Qué?".encode("cp1252")
    assert parsing.parse(raw).defects == ["Its text is not in the character set it names (utf-8)."]


def test_the_text_of_alternatives_is_taken_once() -> None:
    body = letters.multipart("alternative", letters.part("As text"), letters.part("<p>As <b>HTML</b></p>", "text/html"))
    parsed = _parse('Content-Type: multipart/alternative; boundary="b"', body=body)
    assert (parsed.text, parsed.html.strip(), parsed.attachments) == ("As text", "<p>As <b>HTML</b></p>", [])


def test_html_alone_is_made_into_text() -> None:
    html = "<html><head><style>p{}</style></head><body><p>One &amp; two</p><table><tr><td>a</td><td>b</td></tr></table>"
    assert _parse("Content-Type: text/html", body=html).text.split() == ["One", "&", "two", "a", "b"]


def test_texts_before_and_after_an_image_are_all_read() -> None:
    image = letters.part("iVBO", "image/png", "Content-Transfer-Encoding: base64")
    body = letters.multipart("mixed", letters.part("before"), image, letters.part("after"))
    parsed = _parse('Content-Type: multipart/mixed; boundary="b"', body=body)
    assert parsed.text == "before\n\nafter"
    assert [each.content_type for each in parsed.attachments] == ["image/png"]


def test_flowed_text_is_joined() -> None:
    body = "One line that \ngoes on.\n> quoted \n> text\n-- \nAna"
    parsed = _parse("Content-Type: text/plain; format=flowed", body=body)
    assert parsed.text == "One line that goes on.\n> quoted text\n-- \nAna"
    assert (parsed.new_text, parsed.signature) == ("One line that goes on.", "Ana")


@pytest.mark.parametrize(
    ("raw", "text", "defect"),
    [
        (b"just words\nand more", "just words\nand more", "It has no headers."),
        (b"From: a@b.test\nno header here\nmore", "no header here\nmore", "broken by a line"),
        (b'From: a@b.test\nContent-Type: multipart/mixed; boundary="b"\n\nwords', "words", "none can be found"),
        (b"From: a@b.test\nContent-Type: multipart/mixed\n\n--x\n\nwords\n--x--\n", "words", "not the one it names"),
        (b'From: a@b.test\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nwords', "words", ""),
        (b"\xef\xbb\xbf\r\n \r\nFrom: a@b.test\r\n\r\nwords", "words", ""),
        (b"From a@b.test Mon Nov 23\nFrom: a@b.test\n\nwords", "words", ""),
        (b"From: a@b.test\rSubject: x\r\rwords", "words", ""),
        (
            b"From: a@b.test\nContent-Transfer-Encoding: base64\n\nthis is no base64, honestly!?",
            "this is no base64",
            "",
        ),
    ],
)
def test_broken_mail_is_read_as_far_as_it_goes(raw: bytes, text: str, defect: str) -> None:
    parsed = parsing.parse(raw)
    assert parsed.text.startswith(text)
    assert not defect or any(defect in each for each in parsed.defects)


@pytest.mark.parametrize("raw", [b"", b" \r\n\n"])
def test_only_nothing_cannot_be_read(raw: bytes) -> None:
    with pytest.raises(parsing.Unparsable):
        parsing.parse(raw)
