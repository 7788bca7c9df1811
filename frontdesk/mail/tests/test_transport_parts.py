"""A finished mail taken apart for providers that want it in parts: nothing is lost, whatever it is made of."""

import base64

from frontdesk.mail.transports.apis import parts

ODD = b"""\
From: desk@frontdesk.test\r
To: carol@client.test\r
Subject: odd\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=a\r
\r
--a\r
Content-Type: multipart/related; boundary=b\r
\r
--b\r
Content-Type: multipart/alternative; boundary=c\r
\r
--c\r
Content-Type: text/plain; charset=nonsense\r
\r
plain\r
--c\r
Content-Type: text/html; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r
\r
<img src="cid:logo@x"> caf=E9\r
--c\r
Content-Type: text/calendar; method=REQUEST; charset=utf-8\r
\r
BEGIN:VCALENDAR\r
--c--\r
--b\r
Content-Type: image/png\r
Content-ID: <logo@x>\r
Content-Disposition: inline; filename="logo.png"\r
Content-Transfer-Encoding: base64\r
\r
iVBORw0K\r
--b--\r
--a\r
Content-Type: message/rfc822\r
\r
Subject: inner\r
\r
inner\r
--a\r
Content-Type: text/plain\r
Content-Disposition: attachment; filename="notes.txt"\r
\r
notes\r
--a--\r
"""


def test_a_mail_is_taken_apart_whole() -> None:
    found = parts.take_apart(ODD, recipient="carol@client.test")
    assert found.text == "plain"
    assert found.html == '<img src="cid:logo@x"> café'
    assert [(part.get_content_type(), part.get_filename()) for part in found.attachments] == [
        ("text/calendar", "invite.ics"), ("message/rfc822", None), ("text/plain", "notes.txt"),
    ]  # fmt: skip
    assert found.attachments[0].get_param("method") == "REQUEST"
    assert b"inner" in base64.b64decode(str(found.attachments[1].get_payload()))
    (logo,) = found.inline
    assert (logo["Content-ID"], logo.get_payload(decode=True)) == ("<logo@x>", b"\x89PNG\r\n")


def test_a_letter_of_text_alone_stays_one() -> None:
    found = parts.take_apart(b"From: a@b.test\r\nTo: c@d.test\r\nX-One: 1\r\n\r\nHello\r\n", recipient="c@d.test")
    assert (found.text, found.html, found.headers) == ("Hello\n", None, {"X-One": "1"})
    assert (found.sender, found.recipient) == ("a@b.test", "c@d.test")


def test_headers_that_are_broken_do_not_break_it() -> None:
    found = parts.take_apart(b"From: \xff\xfe <a@b.test>\r\nSubject:\r\nTo: ;;\r\n\r\n", recipient="c@d.test")
    assert found.recipient == "c@d.test"
    assert "a@b.test" in found.sender
