"""Mail made up for tests, as bytes: letters of people, and notices of machines."""

from itertools import product

OURS = "support@desk.test"
PERSON = "Ana Ruiz <ana@home.test>"
_SUBJECTS = (
    "Question about my visa",
    "Re: Your appointment on Friday",
    "Out of office next week - can you call before?",
    "Undelivered parcel",
    "My mail to you bounced yesterday",
    "Fwd: Undelivered Mail Returned to Sender",
    "Re: Automatic reply: Office hours",
    "Vacation rental invoice",
    "Delivery status of my order?",
    "Failure to upload documents",
    "Rückfrage zur Abwesenheit",
    "¿Puede devolverme la llamada?",
    "Returned form attached",
    "Error message in the portal",
    "",
)
_BODIES = (
    "Hello,\n\nI would like to know whether my documents have arrived.\n\nThanks,\nAna\n",
    'Hi,\n\nI got this when I wrote to info@desk.test: "550 5.1.1 User unknown". Why did I get this?\n\nAna\n',
    "Good morning,\n\nmy message could not be delivered to your other address (mailbox full?). Please advise.\n",
    "Hello,\n\nI am out of the office next week, so please answer before Friday.\n\nBest\nAna\n",
    'Hola,\n\nmi correo fue devuelto: "no se puede entregar". ¿Qué hago?\n\nUn saludo\n',
    "Guten Tag,\n\nmeine Nachricht konnte nicht zugestellt werden. Können Sie helfen?\n",
    "Yes, Tuesday is fine.\n\nOn Mon, 2 Nov 2026 at 10:00, Desk <support@desk.test> wrote:\n> Is Tuesday fine?\n",
    "Dear team,\n\nthe parcel was returned to sender. The delivery failed twice. What can we do?\n",
)


def letter(
    body: str = "Hello,\n\nplease call me.\n\nAna\n",
    *,
    subject: str = "A question",
    sender: str = PERSON,
    to: str = OURS,
    headers: tuple[str, ...] = (),
    content_type: str = "text/plain; charset=utf-8",
) -> bytes:
    lines = [
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        "Date: Mon, 23 Nov 2026 09:00:00 +0100",
        "Message-ID: <made-up@home.test>",
        "MIME-Version: 1.0",
        f"Content-Type: {content_type}",
        *headers,
    ]
    return ("\n".join(lines) + "\n\n" + body).encode()


def of_people() -> list[bytes]:
    """More than a hundred letters that talk of bounces, absences and failures, as people do."""
    found = [letter(body, subject=subject) for subject, body in product(_SUBJECTS, _BODIES)]
    return [*found, *_with_reports()]


def _with_reports() -> list[bytes]:
    """Somebody forwards a notice and asks about it."""
    notice = report(recipient="bob@office.test", status="5.1.1", diagnostic="smtp; 550 5.1.1 user unknown").decode()
    asking = "Hello,\n\nwhy did I get this? I only wrote to Bob.\n\nAna\n"
    attached = multipart("mixed", part(asking), part(notice, "message/rfc822"))
    inline = asking + "\n---------- Forwarded message ---------\n" + notice
    return [
        letter(attached, subject="Why did this come back?", content_type='multipart/mixed; boundary="b"'),
        letter(attached, subject="Fwd: Undelivered Mail", content_type='multipart/mixed; boundary="b"'),
        letter(inline, subject="Fwd: Undelivered Mail Returned to Sender"),
        letter(asking + notice, subject="Undelivered mail?", headers=("User-Agent: Mozilla Thunderbird",)),
    ]


def part(body: str, content_type: str = "text/plain; charset=utf-8", *headers: str) -> str:
    return "\n".join([f"Content-Type: {content_type}", *headers, "", body])


def multipart(_kind: str, *parts: str, boundary: str = "b") -> str:
    return "".join(f"--{boundary}\n{each}\n" for each in parts) + f"--{boundary}--\n"


RETURNED = """Return-Path: <news@desk.test>
Received: from desk.test by relay.test; Mon, 23 Nov 2026 08:00:00 +0000
From: Desk <support@desk.test>
To: bob@office.test
Subject: Your appointment
Date: Mon, 23 Nov 2026 08:00:00 +0000
Message-ID: <sent-1@desk.test>
X-Frontdesk-Message: 0192-token
MIME-Version: 1.0
Content-Type: text/plain

See you on Friday.
"""


def notice(
    body: str,
    *,
    subject: str = "Undelivered Mail Returned to Sender",
    sender: str = "Mail Delivery System <MAILER-DAEMON@relay.test>",
    headers: tuple[str, ...] = ("Return-Path: <>",),
    content_type: str = "text/plain; charset=utf-8",
) -> bytes:
    return letter(body, subject=subject, sender=sender, headers=headers, content_type=content_type)


def report(
    *,
    recipient: str,
    status: str,
    diagnostic: str,
    action: str = "failed",
    original: str = "",
    words: str = "Your message could not be delivered.\n",
    returned: str = RETURNED,
    returned_type: str = "message/rfc822",
) -> bytes:
    """RFC 3464, as Postfix and most others send it."""
    fields = [
        "Reporting-MTA: dns; relay.test",
        "Arrival-Date: Mon, 23 Nov 2026 08:00:00 +0000",
        "",
        f"Final-Recipient: rfc822; {recipient}",
        *([f"Original-Recipient: rfc822; {original}"] if original else []),
        f"Action: {action}",
        f"Status: {status}",
        *([f"Diagnostic-Code: {diagnostic}"] if diagnostic else []),
        "",
    ]
    body = multipart(
        "report", part(words), part("\n".join(fields), "message/delivery-status"), part(returned, returned_type)
    )
    return notice(body, content_type='multipart/report; report-type=delivery-status; boundary="b"')
