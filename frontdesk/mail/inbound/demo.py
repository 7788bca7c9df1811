"""What arrived at Northgate in the demo: some conversations, an automatic answer, and a mail that came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from frontdesk.mail import inbound
from frontdesk.mail.authentication.model import NONE, PASS, Finding, Verdict, finding
from frontdesk.mail.inbound import filing, pictures
from frontdesk.mail.isolated import contents
from frontdesk.mail.models import EmailMessage, MailThread, MessageStatus, ReceivedMail
from frontdesk.orgs.models import Organization
from frontdesk.platform import tenancy

HELP = "help@northgate.test"
MARK = "@demo.client.test>"


@dataclass(frozen=True, slots=True)
class Letter:
    """``hours`` ago; ``answers`` names the letter before by its place."""

    hours: float
    sender: str
    subject: str
    body: str
    answers: int | None = None
    headers: tuple[str, ...] = ()
    is_read: bool = True
    is_spoofed: bool = False


LETTERS = (
    Letter(
        170,
        "Lena Okafor <lena.okafor@client.test>",
        "Documents for the skilled worker visa",
        "Hello,\n\nwhich documents do you need from my employer? They ask me for a list.\n\nThank you\nLena Okafor",
    ),
    Letter(
        146,
        "Lena Okafor <lena.okafor@client.test>",
        "Re: Documents for the skilled worker visa",
        "Thanks, that helps. They will send the certificate on Thursday.\n\n"
        "On Tue, Northgate Immigration wrote:\n> We need the certificate of sponsorship and the contract.\n",
        answers=0,
    ),
    Letter(
        52,
        "Tomasz Nowak <tomasz.nowak@client.test>",
        "Appointment next week",
        "Good morning,\n\ncould we move Tuesday's appointment to the afternoon? I have to be at work until one.\n\n"
        "-- \nTomasz Nowak\n+44 20 7946 0000",
    ),
    Letter(
        27,
        "Sofía Reyes <sofia.reyes@client.test>",
        "Reagrupación familiar",
        "Buenos días:\n\n¿cuánto tarda ahora la reagrupación? Mi hermana cumple dieciocho en marzo.\n\n"
        "Un saludo,\nSofía Reyes",
        is_read=False,
    ),
    Letter(
        5,
        "Priya Nair <priya.nair@client.test>",
        "Passport expires in April",
        "Hi,\n\nmy passport expires before the decision is due. Do I have to renew it first?\n\nPriya",
        is_read=False,
    ),
    Letter(
        3,
        "Alice Archer <alice@northgate.test>",
        "Urgent payment",
        "Please pay the attached invoice today.\n\nAlice",
        is_read=False,
        is_spoofed=True,
    ),
    Letter(
        2,
        "Jonas Weber <jonas.weber@client.test>",
        "Out of office: Your appointment",
        "I am away until Monday and read no mail.",
        headers=("Auto-Submitted: auto-replied",),
    ),
)


def load() -> None:
    """Adds them once. The caller refuses it in production."""
    with tenancy.platform("demo"):
        northgate = Organization.objects.get(slug="northgate")
        if ReceivedMail.objects.filter(organization=northgate, message_id_header__endswith=MARK).exists():
            return
    now = timezone.now()
    for number, letter in enumerate(LETTERS):
        _arrive(northgate, _write(number, letter, now), letter, now)
    _come_back(northgate, now)


def _write(number: int, letter: Letter, now: datetime) -> bytes:
    lines = [
        f"From: {letter.sender}",
        f"To: Northgate Immigration <{HELP}>",
        f"Subject: {letter.subject}",
        f"Date: {now - timedelta(hours=letter.hours):%a, %d %b %Y %H:%M:%S +0000}",
        f"Message-ID: <{number}{MARK}",
        *letter.headers,
    ]
    if letter.answers is not None:
        lines.append(f"In-Reply-To: <{letter.answers}{MARK}")
    lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", ""]
    return "\r\n".join([*lines, letter.body.replace("\n", "\r\n"), ""]).encode()


def _arrive(northgate: Organization, raw: bytes, letter: Letter, now: datetime) -> None:
    at = now - timedelta(hours=letter.hours)
    sender = letter.sender.rpartition("<")[2].rstrip(">")
    (received_id,) = inbound.accept(
        raw, sender=sender, recipients=[HELP], peer="192.0.2.10", source="smtp", is_whole=False
    )
    read = contents.read(raw, sender)
    html, holds_back = pictures.clean(read.html)
    verdict = _verdict(sender, is_proven=not letter.is_spoofed)
    filing.file(northgate.id, received_id, read, verdict=verdict, html=html, holds_back=holds_back)
    with tenancy.tenant(northgate.id):
        row = ReceivedMail.objects.defer("raw").get(id=received_id)
        ReceivedMail.objects.filter(id=received_id).update(created_at=at, is_read=letter.is_read)
        if row.thread_id:
            _date(row.thread_id, at)


def _date(thread_id: object, at: datetime) -> None:
    thread = MailThread.objects.get(id=thread_id)
    messages = ReceivedMail.objects.filter(thread=thread)
    MailThread.objects.filter(id=thread.id).update(
        created_at=min(thread.created_at, at),
        last_message_at=at,
        unread_count=messages.filter(is_read=False).count(),
    )


def _verdict(sender: str, *, is_proven: bool) -> Verdict:
    domain = sender.rpartition("@")[2]
    said: Finding = finding(PASS, f"Signed by {domain}.") if is_proven else finding(NONE, "It is not signed.")
    return Verdict(said, said, said, "frontdesk", is_aligned=is_proven)


_REPORT = """From: MAILER-DAEMON@mx.client.test\r
To: {help}\r
Subject: Undelivered Mail Returned to Sender\r
Message-ID: <bounce{mark}\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary=B\r
\r
--B\r
\r
The mail could not be delivered: the mailbox is full.\r
--B\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.client.test\r
\r
Final-Recipient: rfc822; {address}\r
Action: failed\r
Status: 5.2.2\r
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full\r
\r
--B\r
Content-Type: text/rfc822-headers\r
\r
From: desk@frontdesk.test\r
To: {address}\r
Message-ID: {message_id}\r
--B--\r
"""


def _come_back(northgate: Organization, now: datetime) -> None:
    """A mail of the demo's month that bounced, if there is one: its report."""
    with tenancy.tenant(northgate.id):
        bounced = EmailMessage.objects.filter(status=MessageStatus.BOUNCED, bounce_reason="mailboxfull").exclude(
            to_address__icontains="carol"
        )
        message = bounced.order_by("-created_at").first()
    if message is None:
        return
    address = message.to_address.rpartition("<")[2].rstrip(">")
    raw = _REPORT.format(help=HELP, mark=MARK, address=address, message_id=message.message_id_header).encode()
    letter = Letter(1, "<>", "", "")
    _arrive(northgate, raw, letter, now)
