"""Mail as the journeys' people get it and send it: a server that takes what goes out, and letters that come in."""

import re
import shutil
import smtplib
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import make_msgid
from html import unescape

import dkim
import dns.resolver

from frontdesk.mail.tests.faulty import FaultyServer, Taken

PIXEL = re.compile(r'<img[^>]* src="([^"]*/t/o/[^"]*)"')
FOLLOWED = re.compile(r'href="([^"]*/t/c/[^"]*)"')
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.2.0"


class Letter:
    """One mail as it came over the line."""

    def __init__(self, taken: Taken) -> None:
        self.content = taken.content
        self.return_path = taken.sender
        (self.recipient,) = taken.recipients
        parsed = message_from_bytes(taken.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.message = parsed

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def html(self) -> str:
        body = self.message.get_body(("html",))
        assert body is not None
        return str(body.get_content())

    @property
    def pixel(self) -> str:
        (address,) = PIXEL.findall(self.html)
        return unescape(address)

    @property
    def links(self) -> list[str]:
        return [unescape(each) for each in FOLLOWED.findall(self.html)]

    @property
    def unsubscribe(self) -> str:
        """Where a mail program sends its one click (RFC 8058)."""
        assert self.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        return str(self.message["List-Unsubscribe"]).strip("<>")

    def is_signed(self, name_server: str) -> bool:
        """Whether the signature proves right by the key that the name server has."""
        host, _, port = name_server.partition(":")
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = [host], int(port)

        def ask(name: bytes | str, timeout: float = 5) -> bytes:
            text = name.decode() if isinstance(name, bytes) else name
            (record,) = resolver.resolve(text, "TXT", lifetime=timeout)
            return b"".join(record.strings)

        return bool(dkim.verify(self.content, dnsfunc=ask))


class Sink:
    """The server that an organisation's mail goes out to."""

    def __init__(self, server: FaultyServer) -> None:
        self.server = server

    @property
    def port(self) -> int:
        return self.server.port

    def letters(self, *subjects: str) -> list[Letter]:
        return [letter for taken in list(self.server.taken) if (letter := Letter(taken)).subject in subjects]


@contextmanager
def running_sink() -> Iterator[Sink]:
    server = FaultyServer()
    server.start()
    try:
        yield Sink(server)
    finally:
        server.stop()


def answer(letter: Letter, text: str, *, to: str = "") -> EmailMessage:
    """What a person's mail program makes of "Reply"."""
    reply = EmailMessage()
    reply["From"] = str(letter.message["To"])
    reply["To"] = to or str(letter.message["Reply-To"] or letter.message["From"])
    reply["Subject"] = f"Re: {letter.subject}"
    reply["Message-ID"] = make_msgid(domain=letter.recipient.rpartition("@")[2])
    reply["In-Reply-To"] = reply["References"] = letter.id
    reply.set_content(f"{text}\n\nOn Monday, Northgate wrote:\n> {letter.subject}\n")
    return reply


def report_of_failure(letter: Letter) -> EmailMessage:
    """What the recipient's mail server sends back (RFC 3464) when nobody lives there any more."""
    server = f"mx.{letter.recipient.rpartition('@')[2]}"
    report = EmailMessage()
    report["From"] = f"Mail Delivery System <MAILER-DAEMON@{server}>"
    report["To"] = letter.return_path
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Auto-Submitted"] = "auto-replied"
    report["Message-ID"] = make_msgid(domain=server)
    report.set_content(f"<{letter.recipient}>: host {server} said: 550 5.1.1 User unknown\n")
    report.make_mixed()
    status, returned = EmailMessage(), EmailMessage()
    status["Content-Type"] = "message/delivery-status"
    fields = {"Final-Recipient": f"rfc822; {letter.recipient}", "Action": "failed", "Status": "5.1.1"}
    status.set_payload([_block({"Reporting-MTA": f"dns; {server}"}), _block(fields)])
    returned["Content-Type"] = "text/rfc822-headers"
    returned.set_payload(f"Message-ID: {letter.id}\r\nTo: {letter.recipient}\r\nSubject: {letter.subject}\r\n")
    report.attach(status)
    report.attach(returned)
    report.set_type("multipart/report")
    report.set_param("report-type", "delivery-status")
    return report


def _block(fields: dict[str, str]) -> Message:
    block = Message()
    for name, value in fields.items():
        block[name] = value
    return block


def post(port: int, mail: EmailMessage, *, sender: str, to: Sequence[str]) -> None:
    """To the desk's listener, by swaks as administrators try it, or without it by Python's own client."""
    content = mail.as_bytes(policy=policy.SMTP)
    if not (swaks := shutil.which("swaks")):
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail(sender, list(to), content)
        return
    told = [swaks, "--server", f"127.0.0.1:{port}", "--from", sender or "<>", "--to", ",".join(to), "--data", "-"]
    done = subprocess.run(told, input=content, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")
