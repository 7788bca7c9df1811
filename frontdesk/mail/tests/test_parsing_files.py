"""Attachments: names, content, images in the text, winmail.dat, calendars, signed and encrypted mail."""

import base64
import struct

import pytest

from frontdesk.mail import parsing
from frontdesk.mail.parsing import Protection, filenames, rtf
from frontdesk.mail.tests import letters


def _with(*parts: str, kind: str = "mixed") -> parsing.Parsed:
    body = letters.multipart(kind, letters.part("Hello"), *parts)
    return parsing.parse(letters.letter(body, content_type=f'multipart/{kind}; boundary="b"'))


def _named(*headers: str) -> str:
    return (
        _with(letters.part("aGVsbG8=", "application/pdf", "Content-Transfer-Encoding: base64", *headers))
        .attachments[0]
        .filename
    )


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="letter.pdf"', "letter.pdf"),
        ("attachment; filename=letter.pdf", "letter.pdf"),
        ("attachment; filename*=utf-8''a%C3%B1o%20uno.pdf", "año uno.pdf"),
        ("attachment; filename*0*=utf-8''a%C3%B1; filename*1=\"o.pdf\"", "año.pdf"),
        ('attachment; filename="=?utf-8?B?YcOxby5wZGY=?="', "año.pdf"),
        ('attachment; filename="=?utf-8?q?a=C3=B1?= =?utf-8?q?o.pdf?="', "año.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\Users\\\\ana\\\\x.pdf"', "x.pdf"),
        ('attachment; filename="annexe\u202efdp.exe"', "annexefdp.exe"),
        ('attachment; filename="a\x01b\x7f.pdf"', "a b.pdf"),
        ('attachment; filename="con.pdf"', "_con.pdf"),
        ('attachment; filename="a:b|c?.pdf"', "a_b_c_.pdf"),
        ('attachment; filename="..."', "attachment-1.pdf"),
        ("attachment", "attachment-1.pdf"),
    ],
)
def test_a_name_is_decoded_and_made_safe(disposition: str, name: str) -> None:
    assert _named(f"Content-Disposition: {disposition}") == name


def test_long_names_keep_their_extension() -> None:
    name = filenames.safe("ж" * 300 + ".pdf", "application/pdf", 0)
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 240


def test_content_is_decoded_and_measured() -> None:
    text = base64.encodebytes(b"\0\1" * 1000).decode()
    attachment = _with(letters.part(text, "image/png", "Content-Transfer-Encoding: base64")).attachments[0]
    assert (attachment.content(), attachment.size) == (b"\0\1" * 1000, 2000)


def test_images_are_found_by_what_the_html_calls_them() -> None:
    parsed = _with(
        letters.part("aGVsbG8=", "image/png", "Content-Transfer-Encoding: base64", "Content-ID: <logo@home>"),
        kind="related",
    )
    image = parsed.inline_image("cid:logo@home")
    assert image is not None
    assert (image.is_inline, image.content()) == (True, b"hello")
    assert parsed.inline_image("cid:other") is None
    assert parsed.inline_image("") is None


def test_a_letter_in_a_letter_is_a_file() -> None:
    attachment = _with(letters.part(letters.RETURNED, "message/rfc822")).attachments[0]
    assert (attachment.filename, attachment.content_type) == ("Your appointment.eml", "message/rfc822")
    assert attachment.content().startswith(b"Return-Path")


def _attribute(level: int, attribute: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, attribute, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def _property(kind: int, tag: int, value: bytes) -> bytes:
    padded = value + b"\0" * (-len(value) % 4)
    return struct.pack("<HHII", kind, tag, 1, len(value)) + padded


def _winmail() -> bytes:
    name = "año.txt".encode("utf-16-le") + b"\0\0"
    message = struct.pack("<I", 2) + struct.pack("<HHI", 3, 0x0E07, 1) + _property(0x1E, 0x1000, b"The body\0")
    attached = struct.pack("<I", 2) + _property(0x1F, 0x3707, name) + _property(0x1E, 0x370E, b"text/plain\0")
    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + _attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
        + _attribute(1, 0x00069003, message)
        + _attribute(2, 0x00069002, b"\0" * 14)
        + _attribute(2, 0x00018010, b"ANO~1.TXT\0")
        + _attribute(2, 0x0006800F, b"inside")
        + _attribute(2, 0x00069005, attached)
    )


def _mail_with(content_type: str, data: bytes) -> bytes:
    text = base64.encodebytes(data).decode()
    return letters.letter(text, content_type=content_type, headers=("Content-Transfer-Encoding: base64",))


def test_winmail_is_opened() -> None:
    parsed = parsing.parse(_mail_with('application/ms-tnef; name="winmail.dat"', _winmail()))
    assert parsed.text == "The body"
    assert [(each.filename, each.content_type, each.content()) for each in parsed.attachments] == [
        ("año.txt", "text/plain", b"inside")
    ]


def test_winmail_that_breaks_off_is_opened_as_far_as_it_goes() -> None:
    whole = _winmail()
    for length in range(len(whole)):
        parsed = parsing.parse(_mail_with('application/ms-tnef; name="winmail.dat"', whole[:length]))
        assert len(parsed.attachments) <= 1
    assert parsing.parse(_mail_with("application/ms-tnef", b"no tnef")).attachments[0].content() == b"no tnef"


def test_compressed_rtf_gives_its_words() -> None:
    # Literal runs alone, and one reference back into the dictionary that the format begins with.
    words = rb"{\rtf1\ansi\ansicpg1252 Caf\'e9\par {\*\hidden no} two \u8364?}"
    packed = b"".join(b"\0" + words[at : at + 8] for at in range(0, len(words), 8))
    data = struct.pack("<IIII", len(packed) + 12, len(words), 0x75465A4C, 0) + packed
    assert rtf.decompress(data) == words
    assert rtf.to_text(rtf.decompress(data)) == "Café\n two €"
    back = struct.pack("<IIII", 16, 5, 0x75465A4C, 0) + b"\1" + struct.pack(">H", (0 << 4) | 3) + b"\0"
    assert rtf.decompress(back).startswith(b"{\\rtf")


_CALENDAR = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Madrid
DTSTART:19700101T000000
END:VTIMEZONE
BEGIN:VEVENT
UID:meeting-1@home.test
SUMMARY:Visa\\, first
  talk
DTSTART;TZID=Europe/Madrid:20261203T090000
END:VEVENT
END:VCALENDAR
"""


def test_an_invitation_is_recognised_and_kept() -> None:
    parsed = _with(letters.part(_CALENDAR, "text/calendar; method=REQUEST; charset=utf-8"))
    assert parsed.invitations == [
        parsing.Invitation("request", "Visa, first talk", "Europe/Madrid:20261203T090000", "meeting-1@home.test")
    ]
    assert [each.filename for each in parsed.attachments] == ["attachment-1.ics"]


def test_what_only_says_to_be_a_calendar_is_a_file() -> None:
    parsed = _with(letters.part("nothing", "text/calendar"))
    assert parsed.invitations == []
    assert len(parsed.attachments) == 1


@pytest.mark.parametrize(
    ("content_type", "protection"),
    [
        ('multipart/signed; protocol="application/pkcs7-signature"; boundary="b"', Protection.SMIME_SIGNED),
        ('multipart/signed; protocol="application/pgp-signature"; boundary="b"', Protection.PGP_SIGNED),
        ('multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"', Protection.PGP_ENCRYPTED),
        ("application/pkcs7-mime; smime-type=enveloped-data", Protection.SMIME_ENCRYPTED),
        ("application/x-pkcs7-mime; smime-type=signed-data", Protection.SMIME_SIGNED),
        ('multipart/mixed; boundary="b"', Protection.NONE),
    ],
)
def test_signed_and_encrypted_mail_is_recognised(content_type: str, protection: Protection) -> None:
    body = letters.multipart("signed", letters.part("Hello"), letters.part("x", "application/octet-stream"))
    parsed = parsing.parse(letters.letter(body, content_type=content_type))
    assert parsed.protection is protection
    assert parsed.attachments


def test_inline_pgp_is_recognised_and_signed_words_are_readable() -> None:
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n- -- dashes\n-----BEGIN PGP SIGNATURE-----\n\nabc\n"
        "-----END PGP SIGNATURE-----\n"
    )
    parsed = parsing.parse(letters.letter(signed))
    assert (parsed.protection, parsed.text.strip()) == (Protection.PGP_SIGNED, "Hello\n-- dashes")
    encrypted = parsing.parse(letters.letter("-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n"))
    assert encrypted.protection is Protection.PGP_ENCRYPTED
