"""Mails read per second (parsed, classified, cut to what is new) by kind, against the standard library's parser alone.

The floor is ``email.message_from_bytes`` with the default policy and every header and body asked for once: what it
takes to know the same words and names without telling bounces, quotes or files apart.

usage: python -m bench.parsing [--rounds 5] [--seconds 1]
"""

import argparse
import base64
import email
import email.policy
import time
from collections.abc import Callable
from email.message import EmailMessage
from typing import cast

from bench import figures
from frontdesk.mail import parsing

AIM = "≥ 1"
_WORDS = "Thank you, Tuesday at ten suits me well. I shall bring the letter and a photograph.\n"


def _letter(body: str, content_type: str = "text/plain; charset=utf-8", *headers: str) -> bytes:
    lines = [
        "Received: from home.test by mx.desk.test with ESMTPS; Mon, 23 Nov 2026 09:00:00 +0000",
        "From: =?utf-8?q?Ana_Ru=C3=ADz?= <ana@home.test>",
        'To: "Desk, front" <support@desk.test>',
        "Subject: =?utf-8?q?Re=3A_Su_cita_el_mi=C3=A9rcoles?=",
        "Date: Mon, 23 Nov 2026 09:00:00 +0100",
        "Message-ID: <0123456789@home.test>",
        "In-Reply-To: <sent-1@desk.test>",
        "References: <sent-0@desk.test> <sent-1@desk.test>",
        "MIME-Version: 1.0",
        f"Content-Type: {content_type}",
        *headers,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body.replace("\n", "\r\n")).encode()


def _parts(*parts: str) -> str:
    return "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"


def mails() -> dict[str, bytes]:
    quoted = "".join(f"> {_WORDS}" for _ in range(20))
    text = _WORDS * 5 + "\nOn Mon, 2 Nov 2026 at 10:00, Desk <support@desk.test> wrote:\n" + quoted
    html = (
        f"<div>{_WORDS * 5}</div><div class='gmail_quote'><div class='gmail_attr'>On Mon Desk wrote:</div>"
        f"<blockquote class='gmail_quote'>{'<p>' + _WORDS + '</p>' * 20}</blockquote></div>"
    )
    file = base64.encodebytes(bytes(range(256)) * 4_000).decode()
    alternative = _parts(
        f"Content-Type: text/plain; charset=utf-8\n\n{text}", f"Content-Type: text/html; charset=utf-8\n\n{html}"
    )
    mixed = _parts(
        f"Content-Type: text/plain; charset=utf-8\n\n{text}",
        'Content-Type: application/pdf; name="letter.pdf"\nContent-Disposition: attachment; filename="letter.pdf"\n'
        f"Content-Transfer-Encoding: base64\n\n{file}",
    )
    report = _parts(
        "Content-Type: text/plain\n\nYour message could not be delivered.\n",
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; relay.test\n\nFinal-Recipient: rfc822; "
        "bob@office.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n",
        "Content-Type: message/rfc822\n\n" + _letter(text).decode().replace("\r\n", "\n"),
    )
    return {
        "Reply in plain text": _letter(text),
        "Reply in text and HTML": _letter(alternative, 'multipart/alternative; boundary="b"'),
        "Letter with a file of 1 MB": _letter(mixed, 'multipart/mixed; boundary="b"'),
        "Bounce (RFC 3464)": _letter(report, 'multipart/report; report-type=delivery-status; boundary="b"'),
    }


def read_ours(raw: bytes) -> object:
    parsed = parsing.parse(raw)
    verdict = parsing.classify(parsed, "ana@home.test")
    if verdict.kind is parsing.MailKind.BOUNCE:
        return parsing.read_bounce(parsed, "ana@home.test")
    return parsed.new_text


def read_bare(raw: bytes) -> object:
    message = cast(EmailMessage, email.message_from_bytes(raw, policy=email.policy.default))
    names = [str(value) for _, value in message.items()]
    bodies = [part.get_content() for part in message.walk() if not part.is_multipart()]
    return names, bodies


def per_second(work: Callable[[bytes], object], raw: bytes, seconds: float) -> float:
    """By the processor's time: others use the machine too."""
    done, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        work(raw)
        done += 1
    return done / (time.process_time() - start)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=1)
    asked = options.parse_args()
    found = []
    for name, raw in mails().items():
        ours, floors = [], []
        for _ in range(asked.rounds):
            ours.append(per_second(read_ours, raw, asked.seconds))
            floors.append(per_second(read_bare, raw, asked.seconds))
        note = "classified and cut to what is new; the floor only parses"
        found.append(figures.compare(name, ours, floors, "mails/s", aim=AIM, note=note))
    figures.report("parsing", found)


if __name__ == "__main__":
    main()
