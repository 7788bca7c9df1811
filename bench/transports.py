"""Mails per second that one thread hands to a local SMTP sink, against smtplib on a kept connection; DKIM signatures.

usage: python -m bench.transports [--rounds 3] [--mails 5000] [--octets 20000]
"""

import argparse
import os
import smtplib
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontdesk.settings")

from bench import figures, sink
from frontdesk.mail.transports import Dkim, Outgoing, Way, open_transport
from frontdesk.mail.transports.dkim import Signer, generate_key

SENDER, RECIPIENT = "desk@frontdesk.test", "person7@example.test"
SIGNATURES = 2000


def make_mime(octets: int) -> bytes:
    head = (
        "From: Frontdesk <desk@frontdesk.test>\r\nTo: person7@example.test\r\nSubject: A newsletter\r\n"
        "Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@frontdesk.test>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/html; charset=utf-8\r\nList-Unsubscribe: <https://frontdesk.test/m/u/x>\r\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\n"
    )
    line = '<p style=3D"margin: 0">Some words of a letter, as they stand in lines.</p>\r\n'
    return (head + line * (octets // len(line))).encode()


def bare(target: sink.Sink, mime: bytes, count: int) -> float:
    with smtplib.SMTP("127.0.0.1", target.port) as server:
        for _ in range(count):
            server.sendmail(SENDER, [RECIPIENT], mime)
    return rate(target, count)


def ours(target: sink.Sink, mime: bytes, count: int, keys: tuple[Dkim, ...] = ()) -> float:
    settings = {"host": "127.0.0.1", "port": target.port, "tls": "none", "mails_per_connection": count}
    mail = Outgoing(SENDER, RECIPIENT, mime)
    with open_transport(Way("smtp", settings, dkim=keys)) as transport:
        for _ in range(count):
            transport.send(mail)
    return rate(target, count)


def rate(target: sink.Sink, count: int) -> float:
    came, seconds = target.take()
    if came != count:
        raise RuntimeError(f"{came} mails came instead of {count}.")
    return (came - 1) / seconds


def per_second(act: Callable[[], object], count: int) -> float:
    started = time.perf_counter()
    for _ in range(count):
        act()
    return count / (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mails", type=int, default=5000)
    parser.add_argument("--octets", type=int, default=20_000)
    options = parser.parse_args()
    mime = make_mime(options.octets)
    rsa, ed25519 = (Dkim("frontdesk.test", name, generate_key(name)[0]) for name in ("rsa", "ed25519"))
    floors, plain, signed = [], [], []
    with sink.start() as target:
        for _ in range(options.rounds):
            floors.append(bare(target, mime, options.mails))
            plain.append(ours(target, mime, options.mails))
            signed.append(ours(target, mime, options.mails, (rsa,)))
    note = f"one thread, mails of {len(mime)} octets; floor: smtplib on a kept connection"
    found = [
        figures.compare("SMTP", plain, floors, "mails/s", aim=">= 1", note=note),
        figures.compare("SMTP, signed (RSA 2048)", signed, floors, "mails/s", note=note),
    ]
    for key in (rsa, ed25519):
        signer = Signer([key])
        speed = per_second(lambda signer=signer: signer.sign(mime), SIGNATURES)  # type: ignore[misc]
        found.append(figures.Figure(f"DKIM, {key.selector}", speed, "signatures/s"))
    figures.report("transports", found)


if __name__ == "__main__":
    main()
